package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobStore;

/**
 * A reference that may be followed where it was found.
 *
 * @param store the configured store that it points into
 * @param fingerprint of the payload, from its key
 * @param shared whether equal bytes of another type may have been stored under its key
 */
record FollowedReference(Reference reference, BlobStore store, Fingerprint fingerprint, boolean shared) {

    String key() {
        return reference.key();
    }
}
