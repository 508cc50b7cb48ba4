package io.github.s3backed.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes so many bytes and then fails, as a full disk does. Remembers whether it was closed. */
final class LimitedOutputStream extends OutputStream {

    static final String FAILURE = "No space is left.";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int limit;
    private boolean closed;

    LimitedOutputStream(int limit) {
        this.limit = limit;
    }

    static LimitedOutputStream unlimited() {
        return new LimitedOutputStream(Integer.MAX_VALUE);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("The stream is closed.");
        }
        if (length > limit - bytes.size()) {
            throw new IOException(FAILURE);
        }
        bytes.write(source, offset, length);
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
