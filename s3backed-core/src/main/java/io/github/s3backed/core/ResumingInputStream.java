package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The stored bytes of an object. Where a connection breaks it goes on from there with another, as long as the object is the
 * same and every other try makes progress. Closing it from another thread fails a read that waits.
 */
final class ResumingInputStream extends InputStream {

    private static final int TRIES = 4;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final RangedBlobStore store;
    private final String key;
    private final long length;
    private final long firstPauseMillis;
    private final @Nullable String entityTag;
    private volatile @Nullable BlobBody body;
    private volatile boolean closed;
    private long position;
    private int failures;

    ResumingInputStream(RangedBlobStore store, String key, BlobBody body) {
        this(store, key, body, FIRST_PAUSE_MILLIS);
    }

    ResumingInputStream(RangedBlobStore store, String key, BlobBody body, long firstPauseMillis) {
        this.firstPauseMillis = firstPauseMillis;
        this.store = store;
        this.key = key;
        this.length = body.info().length();
        this.entityTag = body.info().entityTag().orElse(null);
        this.body = body;
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
        // What comes after the last byte is no byte: a connection that breaks there, or a checksum of the wire, proves
        // nothing that the fingerprint does not.
        while (position < length) {
            try {
                int n = current().read(target, offset, (int) Math.min(count, length - position));
                if (n > 0) {
                    position += n;
                    failures = 0;
                    return n;
                }
                failed(new IOException("The body ended after " + position + " of " + length + " bytes."));
            } catch (IOException e) {
                failed(e);
            }
        }
        return -1;
    }

    private InputStream current() throws IOException {
        BlobBody open = body;
        if (open == null) {
            open = reopen();
            body = open;
            if (closed) {
                open.close();
            }
        }
        return open.stream();
    }

    private BlobBody reopen() throws IOException {
        if (closed) {
            throw new IOException("The stream is closed.");
        }
        try {
            return Stages.joinOpened(store.open(key, position, entityTag));
        } catch (BlobChangedException | BlobNotFoundException e) {
            failures = TRIES; // The object that was begun is no more.
            throw new IOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Decides whether there is another try. */
    private void failed(IOException failure) throws IOException {
        discard();
        if (closed || Thread.currentThread().isInterrupted() || ++failures >= TRIES) {
            throw failure;
        }
        try {
            Thread.sleep(firstPauseMillis << (failures - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while reading " + key + ".");
            interrupted.addSuppressed(failure);
            throw interrupted;
        }
    }

    private void discard() {
        BlobBody broken = body;
        body = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (IOException e) {
                // It is broken already.
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        BlobBody open = body;
        if (open != null) {
            open.close();
        }
    }
}
