package io.github.s3backed.codec.binary;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Binary payloads, stored as they are under the id {@code binary}: {@code byte[]} here, {@link ByteBuffer} and
 * {@link InputStream} through the factories and through {@link #forType}. All three store the same bytes and read each
 * other's. Immutable and safe for use by many threads.
 */
public final class BinarySerializer implements PayloadSerializer<byte[]> {

    static final String ID = "binary";
    static final String CONTENT_TYPE = "application/octet-stream";

    private static final List<PayloadSerializer<?>> ALL =
            List.of(new BinarySerializer(), new ByteBufferSerializer(), new InputStreamSerializer());

    /** For {@code byte[]} payloads. */
    public BinarySerializer() {}

    /**
     * For {@link ByteBuffer} payloads: the remaining bytes, whose position stays where it is. The bytes are not copied
     * and must not change until the write has ended. What is read is a heap buffer of its own, which its owner may
     * change, from position 0 to the last byte, in big-endian order.
     */
    public static PayloadSerializer<ByteBuffer> forByteBuffer() {
        return new ByteBufferSerializer();
    }

    /**
     * For {@link InputStream} payloads: the bytes up to the stream's end. A write uses the stream up and leaves it
     * open; its owner closes it, and makes a new one to write again. What is read is a stream over bytes in memory,
     * all of which have been verified; it supports {@link InputStream#mark}, and there is nothing to close.
     */
    public static PayloadSerializer<InputStream> forInputStream() {
        return new InputStreamSerializer();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public Type type() {
        return byte[].class;
    }

    @Override
    public void serialize(byte[] value, OutputStream out) throws IOException {
        out.write(value);
    }

    /** {@inheritDoc} Reads {@code in} to its end, whatever the claimed length. The array is its caller's own. */
    @Override
    public byte[] deserialize(InputStream in, long length) throws IOException {
        return PayloadSerializer.readAllBytes(in, length);
    }

    /** The array itself, not a copy. */
    @Override
    public Optional<BlobContent> contentOf(byte[] value) {
        return Optional.of(BlobContent.of(value));
    }

    /** {@inheritDoc} Knows {@code byte[]}, {@link ByteBuffer} and {@link InputStream}. */
    @Override
    public Optional<? extends PayloadSerializer<?>> forType(Type type) {
        return find(type);
    }

    static Optional<? extends PayloadSerializer<?>> find(Type type) {
        return ALL.stream().filter(known -> known.type().equals(type)).findFirst();
    }
}
