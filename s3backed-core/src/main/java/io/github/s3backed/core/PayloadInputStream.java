package io.github.s3backed.core;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The serialized bytes of a payload on their way to the serializer: bounded, counted and digested. Remembers why it
 * failed, because serializers wrap or swallow what a stream throws.
 */
final class PayloadInputStream extends InputStream {

    /** What has just been decompressed is still in the processor's cache when it is digested. */
    private static final int STEP = 32 * 1024;

    private final InputStream decompressed;
    private final SourceInputStream source;
    private final Limit limit;
    private final Object where;
    private final MessageDigest digest = Fingerprint.sha256();
    private Closeable owned = () -> {};
    private long expectedLength = -1;
    private long count;
    private @Nullable Exception failure;

    /**
     * @param source what the decompressor reads from, to tell a broken connection from broken bytes
     * @param limit the most bytes that it yields
     */
    PayloadInputStream(InputStream decompressed, SourceInputStream source, Limit limit, Object where) {
        this.decompressed = decompressed;
        this.source = source;
        this.limit = limit;
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (failure != null) {
            throw new IOException("The payload could not be read.", failure);
        }
        int n;
        try {
            n = decompressed.read(target, offset, Math.min(length, STEP));
        } catch (IOException | RuntimeException e) {
            throw fail(source.failure() != null ? source.failure() : corrupt(e.getMessage(), e));
        }
        if (n > 0) {
            count += n;
            if (count > limit.bytes()) {
                throw fail(limit.exceeded(where));
            }
            if (expectedLength >= 0 && count > expectedLength) {
                throw fail(corrupt("it has more bytes than " + expectedLength + ", which it should have", null));
            }
            digest.update(target, offset, n);
        }
        return n;
    }

    /** Does nothing: some serializers close what they read from, and the bytes after theirs are verified later. */
    @Override
    public void close() {}

    /** Frees what the decompressor holds, and what this owns. */
    void free() throws IOException {
        try {
            decompressed.close();
        } finally {
            owned.close();
        }
    }

    /** Makes this fail at the first byte beyond {@code length}, unless that is -1. */
    PayloadInputStream ofLength(long length) {
        expectedLength = length;
        return this;
    }

    /** Makes this free {@code resource} as well. */
    PayloadInputStream owning(Closeable resource) {
        owned = resource;
        return this;
    }

    private IOException fail(Exception why) {
        failure = why;
        return new IOException("The payload could not be read.", why);
    }

    /**
     * Reads what is left and verifies the whole.
     *
     * @param length how many bytes there must be, or -1 where that is not known
     * @throws IOException if the source failed: the very exception that it threw
     */
    void verify(long length, Fingerprint expected) throws IOException {
        try {
            byte[] rest = new byte[8 * 1024];
            while (failure == null && read(rest, 0, rest.length) >= 0) {
                // Only counted and digested.
            }
            if (failure == null && source.read() >= 0) {
                fail(corrupt("there are bytes after its end", null));
            }
        } catch (IOException e) {
            if (failure == null) {
                throw e;
            }
        }
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof RuntimeException refused) {
            throw refused;
        }
        if (length >= 0 && count != length) {
            throw corrupt("it has " + count + " bytes and should have " + length, null);
        }
        if (!Fingerprint.of(digest.digest()).equals(expected)) {
            throw corrupt("its SHA-256 is not " + expected, null);
        }
    }

    private CorruptPayloadException corrupt(@Nullable String why, @Nullable Throwable cause) {
        return limit.corrupt(where, String.valueOf(why), cause);
    }
}
