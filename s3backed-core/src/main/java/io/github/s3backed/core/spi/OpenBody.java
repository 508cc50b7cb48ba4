package io.github.s3backed.core.spi;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that its stream closes as well, and of which nothing is read once it is closed. */
final class OpenBody implements BlobBody {

    private final BlobInfo info;
    private final InputStream stream;
    private final Closeable source;
    private volatile boolean closed;

    /** @param source what {@code in} reads from, closed with this */
    OpenBody(BlobInfo info, InputStream in, Closeable source) {
        this.info = info;
        this.stream = new Stream(in);
        this.source = source;
    }

    @Override
    public BlobInfo info() {
        return info;
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        source.close();
    }

    private final class Stream extends FilterInputStream {

        Stream(InputStream in) {
            super(in);
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("The body was closed.");
            }
        }

        @Override
        public int read() throws IOException {
            requireOpen();
            return super.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            requireOpen();
            return super.read(target, offset, count);
        }

        @Override
        public long skip(long count) throws IOException {
            requireOpen();
            return super.skip(count);
        }

        @Override
        public void close() throws IOException {
            OpenBody.this.close();
        }
    }
}
