package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A part of content, which holds none of its bytes. */
record ContentSlice(BlobContent whole, long position, long length) implements BlobContent {

    @Override
    public InputStream open() throws IOException {
        return new Slice(whole.open(position), length);
    }

    /** Ends where the part does, and fails where the content ends sooner. */
    private static final class Slice extends FilterInputStream {

        private long left;

        Slice(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int n = in.read(target, offset, (int) Math.min(count, left));
            if (n < 0) {
                throw new EOFException("The content ends " + left + " bytes before its length does.");
            }
            left -= n;
            return n;
        }

        @Override
        public long skip(long count) throws IOException {
            return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
