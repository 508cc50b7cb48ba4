package io.github.s3backed.core.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object that is about to be stored: of known length, and readable from the beginning as often as
 * needed, by any thread.
 */
public interface BlobContent {

    /** The bytes of {@code bytes}, which are not copied and must not change. */
    static BlobContent of(byte[] bytes) {
        return of(List.of(ByteBuffer.wrap(bytes)), null);
    }

    /**
     * The remaining bytes of {@code buffers}, in order. They are not copied and must not change; the buffers' positions
     * stay as they are.
     *
     * @param sha256 the SHA-256 of the bytes in lowercase hex, or null where it is not known
     */
    static BlobContent of(List<ByteBuffer> buffers, @Nullable String sha256) {
        return new BufferContent(buffers, sha256);
    }

    /** The number of bytes. */
    long length();

    /** A new stream over all bytes. The caller closes it. */
    InputStream open() throws IOException;

    /**
     * A new stream over the bytes from {@code position} on. The caller closes it. The default reads and drops what comes
     * before.
     *
     * @param position 0 to {@link #length}
     */
    default InputStream open(long position) throws IOException {
        InputStream in = open();
        try {
            in.skipNBytes(position);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The SHA-256 of the bytes in lowercase hex, where it is known without reading them again. */
    default Optional<String> sha256() {
        return Optional.empty();
    }

    /**
     * The bytes as read-only buffers in order, where they are in memory. Each call returns buffers with positions of
     * their own.
     */
    default Optional<List<ByteBuffer>> buffers() {
        return Optional.empty();
    }
}
