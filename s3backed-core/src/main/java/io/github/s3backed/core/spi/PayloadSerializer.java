package io.github.s3backed.core.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Turns a payload into bytes and back.
 *
 * <p>Found through {@link java.util.ServiceLoader} by its {@link #id()}, or handed to a builder. An implementation is
 * immutable and may be called by many threads at once. It never sees a null payload: absent values are not stored.
 *
 * @param <T> the payload's Java type
 */
public interface PayloadSerializer<T> {

    /**
     * The id that is stored next to the bytes: a literal of 1 to 32 characters of {@code a-z}, {@code 0-9} and
     * {@code -}, which names exactly these bytes and never changes.
     */
    String id();

    /** The media type of the serialized bytes (RFC 9110, section 8.3), stored as the object's Content-Type. */
    String contentType();

    /** The Java type that {@link #deserialize} returns. */
    Type type();

    /**
     * Writes {@code value} to {@code out} and leaves {@code out} open.
     *
     * @throws IOException if the value has no faithful form in this format (what was written so far is discarded), or
     *     if {@code out} failed
     */
    void serialize(T value, OutputStream out) throws IOException;

    /**
     * Reads one value. Bytes that this method leaves unread are read and verified by the caller; the value is handed
     * out only after all bytes have been verified. {@code in} may be left open.
     *
     * @param length how many bytes {@code in} yields if it is intact, or -1 where the stored object does not say. A
     *     claim, bounded by the configured limit, to size a buffer with.
     * @throws IOException if the bytes are not in this format, or if {@code in} failed
     */
    T deserialize(InputStream in, long length) throws IOException;

    /**
     * The serialized bytes of {@code value} where the value holds them already, so that they need not be copied;
     * empty (the default) where {@link #serialize} has to make them. The content may share the value's memory: the
     * caller of the pipeline must not change the value before the write has ended.
     */
    default Optional<BlobContent> contentOf(T value) {
        return Optional.empty();
    }

    /**
     * A serializer with the same id for {@code type}; empty if this format cannot hold that type. The default knows
     * {@link #type()} alone.
     */
    default Optional<? extends PayloadSerializer<?>> forType(Type type) {
        return type.equals(type()) ? Optional.of(this) : Optional.empty();
    }

    /**
     * Reads to the end, into an array that is made once where {@code length} is true: for serializers that need all bytes at once.
     *
     * @param length what {@link #deserialize} was given; the array is as long as there are bytes, whatever it says
     */
    static byte[] readAllBytes(InputStream in, long length) throws IOException {
        return SizedArray.read(in, length);
    }
}
