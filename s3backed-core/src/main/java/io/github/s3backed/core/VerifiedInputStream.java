package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a payload for somebody who reads them as they come. It reports their end only once all of them have been verified. Used
 * by one thread; another one may close it, which fails a read that waits.
 */
final class VerifiedInputStream extends InputStream {

    private final PayloadInputStream payload;
    private final long length;
    private final Fingerprint expected;
    private final AutoCloseable owned;
    private final Runnable verified;
    private volatile boolean closed;
    private boolean ended;
    private @Nullable Exception failure;

    /**
     * @param length how many bytes there must be, or -1 where that is not known
     * @param owned closed with this stream
     * @param verified told when all bytes have been read and verified
     */
    VerifiedInputStream(
            PayloadInputStream payload, long length, Fingerprint expected, AutoCloseable owned, Runnable verified) {
        this.payload = payload;
        this.length = length;
        this.expected = expected;
        this.owned = owned;
        this.verified = verified;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (closed) {
            throw closed();
        }
        if (count == 0 || ended) {
            return count == 0 ? 0 : -1;
        }
        if (failure != null) {
            throw told(failure);
        }
        try {
            int n = payload.read(target, offset, count);
            if (n < 0) {
                payload.verify(length, expected);
                ended = true;
                verified.run();
            }
            return n;
        } catch (IOException | RuntimeException e) {
            if (closed) {
                throw closed(); // Whatever it looks like: the bytes did not end by themselves.
            }
            failure = e instanceof IOException && e.getCause() instanceof Exception why ? why : e;
            throw told(failure);
        }
    }

    private static IOException closed() {
        return new IOException("The stream is closed.");
    }

    private static IOException told(Exception failure) {
        return new IOException(failure.getMessage(), failure);
    }

    // What it reads from first: a decompressor may wait for the very read that this is to end.
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            close(owned);
        } finally {
            payload.free();
        }
    }

    static void close(AutoCloseable owned) throws IOException {
        try {
            owned.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
