package io.github.s3backed.store.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buffers as a stream, which lets go of each when it has been read. */
final class BuffersInputStream extends InputStream {

    private final Deque<ByteBuffer> left;

    BuffersInputStream(List<ByteBuffer> buffers) {
        this.left = new ArrayDeque<>(buffers);
    }

    @Override
    public int read() {
        ByteBuffer next = next();
        return next == null ? -1 : next.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        if (count == 0) {
            return 0;
        }
        ByteBuffer next = next();
        if (next == null) {
            return -1;
        }
        int n = Math.min(count, next.remaining());
        next.get(target, offset, n);
        return n;
    }

    @Override
    public int available() {
        ByteBuffer next = next();
        return next == null ? 0 : next.remaining();
    }

    private @Nullable ByteBuffer next() {
        while (!left.isEmpty() && !left.peek().hasRemaining()) {
            left.remove();
        }
        return left.peek();
    }
}
