package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects bytes in chunks, so that growing copies nothing. Beyond its limit it drops what it gets and says so, which lets a
 * writer in the middle of a frame end in peace.
 */
final class ChunkedBuffer extends OutputStream {

    private static final int FIRST_CHUNK = 4 * 1024;
    private static final int LARGEST_CHUNK = 64 * 1024;
    /** How many chunks are enough. Clients send each by itself, which takes longer than to fill it. */
    private static final int CHUNKS = 4;

    private static final int LARGEST_FIRST_CHUNK = 256 * 1024;

    private final List<ByteBuffer> full = new ArrayList<>();
    private final long limit;
    private final int largestChunk;
    private ByteBuffer chunk;
    private long length;

    ChunkedBuffer(long limit) {
        this(limit, FIRST_CHUNK);
    }

    private ChunkedBuffer(long limit, int firstChunk) {
        this.limit = limit;
        this.largestChunk = Math.max(firstChunk, LARGEST_CHUNK);
        this.chunk = ByteBuffer.allocate(firstChunk);
    }

    /** A buffer of few chunks for about so many bytes. If fewer come, up to a quarter of them is for nothing. */
    static ChunkedBuffer expecting(long bytes, long limit) {
        return new ChunkedBuffer(limit, (int) Math.min(LARGEST_FIRST_CHUNK, Math.max(FIRST_CHUNK, bytes / CHUNKS)));
    }

    /** Whether more bytes came than the limit allows. What was collected is then useless. */
    boolean overflowed() {
        return length > limit;
    }

    /** The bytes so far, digested only now that they are wanted. The buffer must not be written to any more. */
    BlobContent content() {
        List<ByteBuffer> buffers = new ArrayList<>(full);
        buffers.add(chunk.duplicate().flip());
        MessageDigest digest = Fingerprint.sha256();
        buffers.forEach(buffer -> digest.update(buffer.duplicate()));
        return BlobContent.of(buffers, Fingerprint.of(digest.digest()).hex());
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        length += count;
        if (overflowed()) {
            full.clear();
            return;
        }
        int from = offset;
        int left = count;
        while (left > 0) {
            if (!chunk.hasRemaining()) {
                nextChunk();
            }
            int n = Math.min(left, chunk.remaining());
            chunk.put(source, from, n);
            from += n;
            left -= n;
        }
    }

    private void nextChunk() {
        full.add(chunk.flip());
        chunk = ByteBuffer.allocate(Math.min(chunk.capacity() * 2, largestChunk));
    }
}
