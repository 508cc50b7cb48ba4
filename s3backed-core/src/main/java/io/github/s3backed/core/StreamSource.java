package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where the bytes of a payload come from that need not fit in memory. */
interface StreamSource {

    /** A new stream, which the caller closes. */
    InputStream open() throws IOException;

    /** Whether it can be opened more than once. */
    boolean isRepeatable();

    /** The number of bytes, of a source that is repeatable. */
    long length() throws IOException;

    static StreamSource of(Path file) {
        return new StreamSource() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            // What a pipe has yielded is gone.
            @Override
            public boolean isRepeatable() {
                return Files.isRegularFile(file);
            }

            @Override
            public long length() throws IOException {
                return Files.size(file);
            }
        };
    }

    static StreamSource of(BlobContent content) {
        return new StreamSource() {
            @Override
            public InputStream open() throws IOException {
                return content.open();
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }

            @Override
            public long length() {
                return content.length();
            }
        };
    }

    static StreamSource once(InputStream in) {
        return once(() -> in);
    }

    static StreamSource once(Opening opening) {
        AtomicBoolean opened = new AtomicBoolean();
        return new StreamSource() {
            @Override
            public InputStream open() throws IOException {
                if (!opened.compareAndSet(false, true)) {
                    throw new IllegalStateException("The stream of this payload was read already, and can be read once."
                            + " Give the write a new stream, or a file.");
                }
                return opening.open();
            }

            @Override
            public boolean isRepeatable() {
                return false;
            }

            @Override
            public long length() {
                throw new UnsupportedOperationException("known at its end alone");
            }
        };
    }

    /** Opens a stream. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }
}
