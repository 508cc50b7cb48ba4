package io.github.s3backed.testkit;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Yields one byte at a time and never says that more are available, as a slow connection does. Counts its closings. */
final class SlowInputStream extends InputStream {

    private final ByteArrayInputStream bytes;
    private int closings;

    SlowInputStream(byte[] bytes) {
        this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return bytes.read(target, offset, Math.min(1, length));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public void close() {
        closings++;
    }

    boolean closed() {
        return closings > 0;
    }
}
