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
}
