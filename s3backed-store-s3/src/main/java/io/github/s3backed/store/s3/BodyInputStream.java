package io.github.s3backed.store.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The body of a response. Remembers how it failed, tells a body that ends too early, and leaves closing to its owner. */
final class BodyInputStream extends FilterInputStream {

    private final long length;
    private long position;
    private volatile boolean ended;
    private @Nullable Exception failure;

    BodyInputStream(InputStream in, long length) {
        super(in);
        this.length = length;
    }

    @Nullable
    Exception failure() {
        return failure;
    }

    /** Whether all was read, so that the connection can be used again. */
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        try {
            int n = in.read(target, offset, count);
            if (n < 0 && position < length) {
                throw new EOFException("The body ended after " + position + " of " + length + " bytes.");
            }
            position += Math.max(n, 0);
            ended |= n < 0 || position == length;
            return n;
        } catch (IOException e) {
            failure = e;
            throw e;
        } catch (RuntimeException e) {
            // The SDK's checksum validation. Readers know IOException as what a failing body throws.
            failure = e;
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() {
        // Whoever asked for the object closes it, or breaks the connection where too much of it is left.
    }
}
