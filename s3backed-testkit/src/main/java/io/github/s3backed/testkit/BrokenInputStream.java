package io.github.s3backed.testkit;

import java.io.IOException;
import java.io.InputStream;

/** Fails whenever it is read, as a lost connection does. */
final class BrokenInputStream extends InputStream {

    static final String FAILURE = "The connection is lost.";

    @Override
    public int read() throws IOException {
        throw new IOException(FAILURE);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        throw new IOException(FAILURE);
    }
}
