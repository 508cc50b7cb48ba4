package io.github.s3backed.core.spi;

import java.io.IOException;
import java.io.InputStream;

/**
 * Makes something of an object while it is read.
 *
 * @param <R> what it makes
 */
@FunctionalInterface
public interface BlobReader<R> {

    /**
     * Reads {@code body}, which need not be read to its end or closed.
     *
     * @throws IOException if {@code body} failed, or for any reason of the reader's own
     */
    R read(BlobInfo info, InputStream body) throws IOException;

    /**
     * Whether this verifies what it reads to the last byte, against a hash that it knows from elsewhere, and fails with {@link
     * io.github.s3backed.core.CorruptPayloadException} where it is something else. A store may then leave verification to it;
     * it reads such an object once more, and verifies it then as well, before it says that it is corrupt: what was altered on
     * its way may be sound in the store. The default does not.
     */
    default boolean verifies() {
        return false;
    }

    /** The same reader as one that {@link #verifies}. */
    static <R> BlobReader<R> verifying(BlobReader<R> reader) {
        return new BlobReader<>() {
            @Override
            public R read(BlobInfo info, InputStream body) throws IOException {
                return reader.read(info, body);
            }

            @Override
            public boolean verifies() {
                return true;
            }
        };
    }
}
