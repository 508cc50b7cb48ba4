package io.github.s3backed.core.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Turns bytes into fewer bytes and back.
 *
 * <p>Found through {@link java.util.ServiceLoader} by its {@link #id()}, or handed to a builder. An implementation is
 * immutable and may be called by many threads at once; the streams it returns are used by one thread.
 */
public interface Compressor {

    /**
     * The id that is stored next to the bytes and sent as the object's Content-Encoding: a content coding (RFC 9110,
     * section 8.4.1) of 1 to 32 characters of {@code a-z}, {@code 0-9} and {@code -}, which names one frame format and
     * never changes. Level, window and block size do not belong in it: every reader of the format must read them all.
     */
    String id();

    /**
     * A stream that writes the compressed form of what it is given to {@code out}. Closing it completes the frame
     * and closes {@code out}; if the frame cannot be completed, closing fails, and whoever opened {@code out} closes it.
     * Either way it frees what the compressor holds.
     */
    OutputStream compress(OutputStream out) throws IOException;

    /**
     * A stream that yields the original bytes. It reports the end only after it has read {@code in} to its end and
     * verified what the format lets it verify: a truncated frame, or bytes after the last frame, are an
     * {@link IOException}. Frames that follow each other are read as one where the format allows it. It does not limit
     * its output, the pipeline does, but keeps its own memory bounded whatever {@code in} claims. Closing it closes
     * {@code in}.
     *
     * @throws IOException if {@code in} does not begin as a frame should; reading may throw it as well
     */
    InputStream decompress(InputStream in) throws IOException;
}
