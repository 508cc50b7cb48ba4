package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A payload in its item. Numbers are big-endian and unsigned:
 *
 * <pre>
 * +--+--+--+--+---+---+============+---+============+--+--+--+--+--+--+--+--+--+--+--+--+====================+======+
 * |b3|'S' '3' 'B'| 1 | n | serializer | m | compressor |    length (8)         | stored (4)| fingerprint (32)   | body |
 * +--+--+--+--+---+---+============+---+============+--+--+--+--+--+--+--+--+--+--+--+--+====================+======+
 * </pre>
 *
 * <p>{@code length} counts the serialized bytes, {@code stored} those of the body, which ends the envelope.
 */
final class InlineEnvelope {

    // 0xb3 begins no UTF-8 text, so that text in a binary attribute is not mistaken for an envelope.
    private static final byte[] MAGIC = {(byte) 0xb3, 'S', '3', 'B'};

    private static final String WHERE = "an inline payload";

    private InlineEnvelope() {}

    static byte[] write(PayloadHeader header, BlobContent body) {
        byte[] serializer = header.serializer().getBytes(StandardCharsets.US_ASCII);
        byte[] compressor = header.compressor().getBytes(StandardCharsets.US_ASCII);
        int headerLength = MAGIC.length + 3 + serializer.length + compressor.length + 12 + Fingerprint.BYTES;
        ByteBuffer envelope = ByteBuffer.allocate(Math.toIntExact(headerLength + body.length()))
                .put(MAGIC)
                .put((byte) PayloadHeader.FORMAT_VERSION)
                .put((byte) serializer.length)
                .put(serializer)
                .put((byte) compressor.length)
                .put(compressor)
                .putLong(header.length())
                .putInt(Math.toIntExact(body.length()))
                .put(header.fingerprint().bytes());
        try (InputStream in = body.open()) {
            int read = in.readNBytes(envelope.array(), envelope.position(), envelope.remaining());
            if (read < envelope.remaining()) {
                throw new IllegalStateException("Content of " + body.length() + " bytes ended after " + read + ".");
            }
        } catch (IOException e) {
            throw new SerializationException("Content could not be read again: " + e.getMessage(), e);
        }
        return envelope.array();
    }

    /** Whether {@code bytes} begin with the mark of an envelope. */
    static boolean begins(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Reads the header; the body is what remains of {@code envelope}. */
    static PayloadHeader readHeader(ByteBuffer envelope) {
        try {
            byte[] magic = bytes(envelope, MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw corrupt(
                        "it does not begin with the mark of an envelope; if it holds a payload that was stored"
                                + " before the attribute was S3-backed, migrate it first",
                        null);
            }
            PayloadHeader.requireVersion(Integer.toString(envelope.get() & 0xff), WHERE);
            String serializer = ascii(envelope);
            String compressor = ascii(envelope);
            long length = envelope.getLong();
            long stored = Integer.toUnsignedLong(envelope.getInt());
            Fingerprint fingerprint = Fingerprint.of(bytes(envelope, Fingerprint.BYTES));
            if (stored != envelope.remaining()) {
                throw corrupt("its body has " + envelope.remaining() + " bytes and should have " + stored, null);
            }
            return new PayloadHeader(serializer, compressor, length, fingerprint);
        } catch (BufferUnderflowException e) {
            throw corrupt("its header is cut off", e);
        } catch (IllegalArgumentException e) {
            throw corrupt(e.getMessage(), e);
        }
    }

    static InputStream body(ByteBuffer envelope) {
        return new ByteArrayInputStream(envelope.array(), envelope.position(), envelope.remaining());
    }

    private static String ascii(ByteBuffer envelope) {
        return new String(bytes(envelope, envelope.get() & 0xff), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(ByteBuffer envelope, int count) {
        byte[] bytes = new byte[count];
        envelope.get(bytes);
        return bytes;
    }

    private static CorruptPayloadException corrupt(String why, @Nullable Throwable cause) {
        return new CorruptPayloadException("The envelope of " + WHERE + " cannot be read: " + why + ".", cause);
    }
}
