package io.github.s3backed.core.spi;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes in memory. */
final class BufferContent implements BlobContent {

    private final List<ByteBuffer> buffers;
    private final long length;
    private final @Nullable String sha256;

    BufferContent(List<ByteBuffer> buffers, @Nullable String sha256) {
        this.buffers = buffers.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
        this.length = this.buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        this.sha256 = sha256;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() {
        return open(0);
    }

    /** Copies nothing of what comes before. */
    @Override
    public InputStream open(long position) {
        List<InputStream> streams = new ArrayList<>();
        long over = position;
        for (ByteBuffer buffer : buffers) {
            int skipped = (int) Math.min(over, buffer.remaining());
            over -= skipped;
            if (skipped == 0 || skipped < buffer.remaining()) {
                streams.add(new BufferInputStream(buffer.duplicate().position(buffer.position() + skipped)));
            }
        }
        return streams.size() == 1 ? streams.get(0) : new SequenceInputStream(Collections.enumeration(streams));
    }

    @Override
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    @Override
    public Optional<List<ByteBuffer>> buffers() {
        return Optional.of(buffers.stream().map(ByteBuffer::duplicate).toList());
    }

    /** As {@link ByteArrayInputStream}, for buffers that need not have an array. */
    private static final class BufferInputStream extends InputStream {

        private final ByteBuffer buffer;

        BufferInputStream(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int read() {
            return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (count == 0) {
                return 0;
            }
            if (!buffer.hasRemaining()) {
                return -1;
            }
            int n = Math.min(count, buffer.remaining());
            buffer.get(target, offset, n);
            return n;
        }

        @Override
        public int available() {
            return buffer.remaining();
        }
    }
}
