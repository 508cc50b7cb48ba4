package io.github.s3backed.compress.zstd;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails where it would yield nothing at all, which the library takes for an empty payload. */
final class NonEmptyInputStream extends FilterInputStream {

    private boolean yielded;

    NonEmptyInputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return checked(super.read(target, offset, length));
    }

    private int checked(int result) throws EOFException {
        if (result < 0 && !yielded) {
            throw new EOFException("There is no zstd frame: the stored bytes are empty.");
        }
        yielded = true;
        return result;
    }
}
