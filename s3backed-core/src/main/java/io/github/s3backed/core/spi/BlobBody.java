package io.github.s3backed.core.spi;

import java.io.Closeable;
import java.io.InputStream;

/**
 * An object that is being read. Its owner closes it, which breaks the connection where much is left to be read. Used by one
 * thread at a time; closing may interfere at any time, and fails a read that waits.
 */
public interface BlobBody extends Closeable {

    /**
     * A body of which nothing is read any more once it is closed.
     *
     * @param in its bytes; not closed by itself
     * @param source what holds them, closed with the body
     */
    static BlobBody of(BlobInfo info, InputStream in, Closeable source) {
        return new OpenBody(info, in, source);
    }

    /** What is known of the whole object, whatever position the body begins at. */
    BlobInfo info();

    /**
     * The bytes. Reading may wait for the network, and fails with an {@link java.io.IOException} if the body breaks off or is
     * shorter than it should be. Closing the stream closes the body.
     */
    InputStream stream();
}
