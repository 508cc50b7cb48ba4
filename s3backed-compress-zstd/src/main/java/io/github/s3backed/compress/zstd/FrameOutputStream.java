package io.github.s3backed.compress.zstd;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Closes its target whatever happens. The library's own stream frees its native memory, but leaves the target open if
 * the end of the frame could not be written.
 */
final class FrameOutputStream extends OutputStream {

    private final OutputStream frame;
    private final OutputStream target;
    private boolean closed;

    FrameOutputStream(OutputStream frame, OutputStream target) {
        this.frame = frame;
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        frame.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        frame.write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
        frame.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (target) {
            frame.close();
        }
    }
}
