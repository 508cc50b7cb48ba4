package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A source whose reader can be made to give up: the stream that it waits for is closed under it. Safe for use by many threads. */
final class AbortableSource implements StreamSource {

    private final StreamSource source;
    private @Nullable InputStream opened;
    private boolean aborted;

    AbortableSource(StreamSource source) {
        this.source = source;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream in = source.open();
        synchronized (this) {
            opened = in;
            if (!aborted) {
                return in;
            }
        }
        in.close();
        throw new IOException("Whoever wanted this payload stored has given up.");
    }

    /** Closes what is open, and whatever is opened from now on. May wait for the stream, as some do in {@code close}. */
    void abort() {
        InputStream in;
        synchronized (this) {
            aborted = true;
            in = opened;
        }
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            // Nobody wants it any more.
        }
    }

    @Override
    public boolean isRepeatable() {
        return source.isRepeatable();
    }

    @Override
    public long length() throws IOException {
        return source.length();
    }
}
