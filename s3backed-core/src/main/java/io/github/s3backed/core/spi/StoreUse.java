package io.github.s3backed.core.spi;

import java.util.Objects;

/**
 * What a blob store is about to be used for, beside reading, and so what a check asks of it.
 *
 * @param probeKeyPrefix what keys of objects begin with that the check may make, such as {@code s3backed/.registry/probe}; not
 *     empty
 * @param writes whether objects will be put
 * @param deletes whether objects will be deleted
 * @param sharedKeys whether objects will be put under keys that several items may refer to
 */
public record StoreUse(String probeKeyPrefix, boolean writes, boolean deletes, boolean sharedKeys) {

    public StoreUse {
        Objects.requireNonNull(probeKeyPrefix, "probeKeyPrefix");
        if (probeKeyPrefix.isEmpty()) {
            throw new IllegalArgumentException("The keys of probe objects must begin with something.");
        }
    }
}
