package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Remembers that the source failed, and not the decompressor that reads from it. Leaves closing to its owner. */
final class SourceInputStream extends InputStream {

    private final InputStream in;
    private @Nullable IOException failure;

    SourceInputStream(InputStream in) {
        this.in = in;
    }

    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        // A decompressor closes what it reads from; the store that opened the body closes it.
    }
}
