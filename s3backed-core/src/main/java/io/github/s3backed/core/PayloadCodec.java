package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A payload and its bytes: serialize, fingerprint, compress; bound, decompress, verify, deserialize. No I/O of its own.
 *
 * @param <T> the payload's Java type
 */
final class PayloadCodec<T> {

    private static final String INLINE = "an inline attribute";
    static final int COPY_BUFFER = 16 * 1024;
    /** Smaller ones are compressed about as fast as it is found out whether they should be. */
    private static final int LEAST_PROBED = 16 * 1024;

    /** Of how many bytes one has to be saved. More than 100, because deflate may find what an estimate does not. */
    static final int WORTH_IT = 160;

    /** What text and JSON shrink to, about: one of so many bytes. */
    private static final int USUAL_RATIO = 4;

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final PayloadSerializer<T> serializer;
    private final Compressor compressor;
    private final Compressors compressors;
    private final boolean alwaysCompress;
    private final Limit limit;
    private final Spool.Folder spools;

    PayloadCodec(
            PayloadSerializer<T> serializer,
            Compressor compressor,
            Compressors compressors,
            boolean alwaysCompress,
            long maxPayloadBytes) {
        this(
                serializer,
                compressor,
                compressors,
                alwaysCompress,
                Limit.ofPayloads(maxPayloadBytes),
                new Spool.Folder(null, Integer.MAX_VALUE));
    }

    private PayloadCodec(
            PayloadSerializer<T> serializer,
            Compressor compressor,
            Compressors compressors,
            boolean alwaysCompress,
            Limit limit,
            Spool.Folder spools) {
        this.serializer = serializer;
        this.compressor = compressor;
        this.compressors = compressors;
        this.alwaysCompress = alwaysCompress;
        this.limit = limit;
        this.spools = spools;
    }

    /** The same for payloads that need not fit in memory and are handed out while they are read. */
    PayloadCodec<T> streaming(long maxBytes, Spool.Folder folder) {
        return new PayloadCodec<>(
                serializer, compressor, compressors, alwaysCompress, Limit.ofStreams(maxBytes), folder);
    }

    StreamEncoder encoder() {
        return new StreamEncoder(serializer.id(), compressor, alwaysCompress, limit.bytes(), spools);
    }

    /**
     * Whether this reads, as it is, an object that {@code reader} reads, and would not have stored it in a form that others need.
     *
     * @param shared whether it is to be read under a key that makes its serializer id say nothing
     */
    boolean takesOver(PayloadCodec<?> reader, BlobMetadata stored, Optional<PayloadHeader> header, boolean shared) {
        String id = serializer.id();
        return reader.serializer.id().equals(id)
                && (shared || header.map(PayloadHeader::serializer).orElse(id).equals(id))
                && (!alwaysCompress || stored.contentEncoding().equals(compressor.id()));
    }

    /** The id of the writer's compressor. */
    String compressor() {
        return compressor.id();
    }

    /** The media type of serialized payloads. */
    String contentType() {
        return serializer.contentType();
    }

    /**
     * Makes the bytes to store.
     *
     * @throws SerializationException if the serializer refuses the value
     * @throws PayloadTooLargeException if the value has more bytes than the limit
     */
    EncodedPayload encode(T value) {
        BlobContent serialized = serialize(value);
        Fingerprint fingerprint =
                new Fingerprint(serialized.sha256().orElseThrow(() -> new IllegalStateException("not digested")));
        Optional<BlobContent> compressed = compress(serialized);
        String stored = compressed.isPresent() ? compressor.id() : BlobMetadata.IDENTITY;
        return new EncodedPayload(
                new PayloadHeader(serializer.id(), stored, serialized.length(), fingerprint),
                serializer.contentType(),
                compressed.orElse(serialized));
    }

    private BlobContent serialize(T value) {
        try {
            Optional<BlobContent> ready = serializer.contentOf(value);
            if (ready.isPresent()) {
                requireWithinLimit(ready.get().length() <= limit.bytes());
                return digested(ready.get());
            }
            ChunkedBuffer buffer = new ChunkedBuffer(limit.bytes());
            serializer.serialize(value, buffer);
            requireWithinLimit(!buffer.overflowed());
            return buffer.content();
        } catch (S3BackedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "The serializer '" + serializer.id() + "' refused a value of "
                            + value.getClass().getName() + ". Nothing was stored.",
                    e);
        }
    }

    private void requireWithinLimit(boolean within) {
        if (!within) {
            throw new PayloadTooLargeException(
                    "A payload for the serializer '" + serializer.id() + "' is larger than the limit of "
                            + limit.bytes() + " bytes. Nothing was stored; raise maxPayloadBytes if it may be that"
                            + " large.",
                    null);
        }
    }

    private static BlobContent digested(BlobContent content) throws IOException {
        MessageDigest digest = Fingerprint.sha256();
        List<ByteBuffer> buffers =
                content.buffers().orElseThrow(() -> new IOException("A serializer's ready content must be in memory."));
        buffers.forEach(buffer -> digest.update(buffer.duplicate()));
        return BlobContent.of(buffers, Fingerprint.of(digest.digest()).hex());
    }

    /** Whether gzip, which is slow, would save less than a hundredth. */
    private boolean isInVain(BlobContent serialized) {
        try {
            return compressor instanceof GzipCompressor
                    && serialized.length() >= LEAST_PROBED
                    && !RedundancyProbe.finds(serialized.length() / WORTH_IT, serialized.open());
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed.", e);
        }
    }

    /** The compressed bytes; empty where the bytes themselves are not larger. */
    private Optional<BlobContent> compress(BlobContent serialized) {
        if (compressor.id().equals(BlobMetadata.IDENTITY) || !alwaysCompress && isInVain(serialized)) {
            return Optional.empty();
        }
        long limit = alwaysCompress ? Long.MAX_VALUE : serialized.length() - 1;
        ChunkedBuffer buffer = ChunkedBuffer.expecting(serialized.length() / USUAL_RATIO, limit);
        try (InputStream in = serialized.open();
                OutputStream out = compressor.compress(buffer)) {
            copy(in, out, buffer::overflowed);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("The compressor '" + compressor.id() + "' failed. Nothing was stored.", e);
        }
        return buffer.overflowed() ? Optional.empty() : Optional.of(buffer.content());
    }

    /**
     * Reads an object.
     *
     * @param expected the fingerprint that the reference holds
     * @param shared whether equal bytes of another type may have been stored under this key, which makes the stored
     *     serializer id say nothing
     * @throws IOException if {@code body} failed: the very exception that it threw
     */
    T decode(BlobInfo info, InputStream body, Fingerprint expected, boolean shared, Reference where)
            throws IOException {
        Optional<PayloadHeader> header =
                PayloadHeader.fromUserMetadata(info.metadata().userMetadata(), where);
        if (!shared && header.isPresent()) {
            requireOwnSerializer(header.get(), where);
        }
        return deserialize(open(header, body, expected, where), lengthOf(header), expected, where);
    }

    /** Reads an inline payload. */
    T decode(byte[] envelope) {
        ByteBuffer buffer = ByteBuffer.wrap(envelope);
        PayloadHeader header = InlineEnvelope.readHeader(buffer);
        requireOwnSerializer(header, INLINE);
        try {
            return deserialize(inline(header, buffer), header.length(), header.fingerprint(), INLINE);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed.", e);
        }
    }

    private PayloadInputStream inline(PayloadHeader header, ByteBuffer envelope) throws IOException {
        return open(Optional.of(header), InlineEnvelope.body(envelope), header.fingerprint(), INLINE);
    }

    /** The serialized bytes of an inline payload, verified by their end. */
    InputStream open(byte[] envelope) {
        ByteBuffer buffer = ByteBuffer.wrap(envelope);
        PayloadHeader header = InlineEnvelope.readHeader(buffer);
        requireOwnSerializer(header, INLINE);
        try {
            return new VerifiedInputStream(
                    inline(header, buffer).ofLength(header.length()),
                    header.length(),
                    header.fingerprint(),
                    () -> {},
                    () -> {});
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed.", e);
        }
    }

    /**
     * The serialized bytes of an object, verified by their end.
     *
     * @param owned closed with the stream
     * @param verified told when the end was reached
     * @throws IOException if {@code body} failed: the very exception that it threw
     */
    InputStream open(
            BlobInfo info, InputStream body, FollowedReference followed, AutoCloseable owned, Runnable verified)
            throws IOException {
        Optional<PayloadHeader> header =
                PayloadHeader.fromUserMetadata(info.metadata().userMetadata(), followed.reference());
        if (!followed.shared() && header.isPresent()) {
            requireOwnSerializer(header.get(), followed.reference());
        }
        PayloadInputStream in =
                open(header, body, followed.fingerprint(), followed.reference()).ofLength(lengthOf(header));
        return new VerifiedInputStream(in, lengthOf(header), followed.fingerprint(), owned, verified);
    }

    /**
     * Reads an object for nothing but to see that it holds the payload with a fingerprint, written by any serializer.
     *
     * @throws IOException if {@code body} failed: the very exception that it threw
     */
    void verify(BlobInfo info, InputStream body, Fingerprint expected, Reference where) throws IOException {
        Optional<PayloadHeader> header =
                PayloadHeader.fromUserMetadata(info.metadata().userMetadata(), where);
        PayloadInputStream in = open(header, body, expected, where);
        try {
            in.verify(lengthOf(header), expected);
        } finally {
            in.free();
        }
    }

    /** What the serializer makes of a value, in one array. */
    byte[] serializedBytes(T value) {
        try (InputStream in = serialize(value).open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed.", e);
        }
    }

    /** What the serializer makes of bytes that are its own. */
    T deserialize(byte[] serialized) {
        try {
            return serializer.deserialize(new ByteArrayInputStream(serialized), serialized.length);
        } catch (IOException e) {
            throw new SerializationException(
                    "The serializer '" + serializer.id() + "' cannot read what it wrote. Nothing was stored.", e);
        }
    }

    /**
     * Refuses serialized bytes of unknown origin that this cannot read.
     *
     * @throws PayloadTooLargeException if they are more than the limit
     * @throws SerializationException if the serializer refuses them
     */
    void requireReadable(BlobContent serialized, Object where) throws IOException {
        if (serialized.length() > limit.bytes()) {
            throw limit.exceeded(where);
        }
        try (InputStream in = serialized.open()) {
            serializer.deserialize(in, serialized.length());
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "The serializer '" + serializer.id() + "' cannot read " + where + " as "
                            + serializer.type().getTypeName() + ". Nothing was stored.",
                    e);
        }
    }

    private void requireOwnSerializer(PayloadHeader header, Object where) {
        if (!header.serializer().equals(serializer.id())) {
            throw new CorruptPayloadException(
                    "The payload of " + where + " was written by the serializer '" + header.serializer()
                            + "', and this attribute reads '" + serializer.id()
                            + "'. Give the attribute the serializer that wrote it.",
                    null);
        }
    }

    private static long lengthOf(Optional<PayloadHeader> header) {
        return header.map(PayloadHeader::length).orElse(-1L);
    }

    private PayloadInputStream open(
            Optional<PayloadHeader> header, InputStream body, Fingerprint expected, Object where) throws IOException {
        if (header.isEmpty()) {
            return adopt(body, expected, where);
        }
        PayloadHeader stored = header.get();
        stored.require(expected, where);
        if (stored.length() > limit.bytes()) {
            throw limit.exceeded(where);
        }
        return decompress(compressors.require(stored.compressor()), body, where);
    }

    /**
     * What {@code pynamodb_mate} stored says nothing of itself: it is the payload if it has its fingerprint, else the
     * gzip form of it.
     */
    private PayloadInputStream adopt(InputStream body, Fingerprint expected, Object where) throws IOException {
        PushbackInputStream peek = new PushbackInputStream(body, 2);
        byte[] head = peek.readNBytes(2);
        peek.unread(head);
        if (head.length < 2 || (head[0] & 0xff) != GZIP_MAGIC_1 || (head[1] & 0xff) != GZIP_MAGIC_2) {
            return decompress(new IdentityCompressor(), peek, where);
        }
        SpooledContent stored = buffer(peek, where);
        boolean plain = stored.sha256().filter(expected.hex()::equals).isPresent();
        try {
            return decompress(plain ? new IdentityCompressor() : new GzipCompressor(), stored.open(), where)
                    .owning(stored);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /**
     * Takes the stored bytes of an object into memory, or into a file where payloads need not fit in memory.
     *
     * @return what the caller closes
     * @throws PayloadTooLargeException if they are more than a payload within the limit can have become
     */
    SpooledContent buffer(InputStream stored, Object where) throws IOException {
        // Deflate adds less than a thousandth to what it cannot shrink (RFC 1951, section 3.2.4); others no more.
        long margin = limit.bytes() / 1000 + COPY_BUFFER;
        Spool spool = spools.newSpool(Math.min(limit.bytes(), Long.MAX_VALUE - margin) + margin);
        try {
            copy(stored, spool, spool::overflowed);
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw e;
        }
        if (spool.overflowed()) {
            throw limit.exceeded(where);
        }
        return spool.content();
    }

    /** Copies until the end, or until nothing of it is needed any more. */
    static void copy(InputStream in, OutputStream out, BooleanSupplier enough) throws IOException {
        byte[] copy = new byte[COPY_BUFFER];
        for (int n = in.read(copy); n >= 0 && !enough.getAsBoolean(); n = in.read(copy)) {
            out.write(copy, 0, n);
        }
    }

    private PayloadInputStream decompress(Compressor reader, InputStream body, Object where) throws IOException {
        SourceInputStream source = new SourceInputStream(body);
        try {
            return new PayloadInputStream(reader.decompress(source), source, limit, where);
        } catch (IOException | RuntimeException e) {
            if (source.failure() != null) {
                throw source.failure();
            }
            throw new CorruptPayloadException(
                    "The payload of " + where + " is corrupt: it does not begin as '" + reader.id() + "' data does.",
                    e);
        }
    }

    private T deserialize(PayloadInputStream in, long length, Fingerprint expected, Object where) throws IOException {
        try {
            T value = readValue(in, length, expected, where);
            in.verify(length, expected);
            return value;
        } finally {
            in.free();
        }
    }

    private T readValue(PayloadInputStream in, long length, Fingerprint expected, Object where) throws IOException {
        try {
            return serializer.deserialize(in, length);
        } catch (IOException | RuntimeException e) {
            // Throws what is wrong with the bytes, if anything is: then the serializer's complaint is but a
            // consequence.
            in.verify(length, expected);
            throw new SerializationException(
                    "The serializer '" + serializer.id() + "' cannot read the payload of " + where + " as "
                            + serializer.type().getTypeName() + ", though its bytes are the ones that were written.",
                    e);
        }
    }
}
