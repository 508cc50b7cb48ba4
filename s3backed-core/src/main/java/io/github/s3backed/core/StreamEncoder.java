package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Makes the bytes to store of a payload that need not fit in memory. Its key and its metadata, which S3 wants to know before the
 * first byte, hold its fingerprint, its length and whether compression made it smaller: so the bytes to store are made as a
 * whole, in a {@link Spool}, before any is sent. What is sent is thus what was fingerprinted, whatever becomes of the source.
 */
final class StreamEncoder {

    private final String serializer;
    private final Compressor compressor;
    private final boolean alwaysCompress;
    private final long maxBytes;
    private final Spool.Folder spools;

    StreamEncoder(
            String serializer, Compressor compressor, boolean alwaysCompress, long maxBytes, Spool.Folder spools) {
        this.serializer = serializer;
        this.compressor = compressor;
        this.alwaysCompress = alwaysCompress;
        this.maxBytes = maxBytes;
        this.spools = spools;
    }

    /**
     * Reads a source to its end: once if it can be opened once only, and twice if it is compressed in vain.
     *
     * @throws IOException if the source cannot be read, or there is no room for the spool
     * @throws PayloadTooLargeException if it has more bytes than the limit
     */
    EncodedPayload encode(StreamSource source, String contentType) throws IOException {
        if (compressor.id().equals(BlobMetadata.IDENTITY)) {
            return identity(spool(source), contentType);
        }
        if (source.isRepeatable()) {
            Optional<EncodedPayload> smaller = compress(source, contentType);
            return smaller.isPresent() ? smaller.get() : identity(spool(source), contentType);
        }
        SpooledContent raw = spool(source);
        Optional<EncodedPayload> smaller = Optional.empty();
        try {
            smaller = compress(StreamSource.of(raw), contentType);
            return smaller.orElseGet(() -> identity(raw, contentType));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        } finally {
            if (smaller.isPresent()) {
                raw.close();
            }
        }
    }

    private SpooledContent spool(StreamSource source) throws IOException {
        Spool spool = spools.newSpool(maxBytes);
        try (InputStream in = source.open()) {
            PayloadCodec.copy(in, spool, spool::overflowed);
            requireWithinLimit(!spool.overflowed());
            return spool.content();
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw e;
        }
    }

    /** The compressed payload; empty if it would not be smaller. */
    private Optional<EncodedPayload> compress(StreamSource source, String contentType) throws IOException {
        Spool spool = spools.newSpool(alwaysCompress ? Long.MAX_VALUE : source.length() - 1);
        try {
            MessageDigest digest = Fingerprint.sha256();
            long length = compress(source, digest, spool);
            // The source may have become shorter than it was.
            if (spool.overflowed() || !alwaysCompress && spool.length() >= length) {
                spool.discard();
                return Optional.empty();
            }
            Fingerprint fingerprint = Fingerprint.of(digest.digest());
            return Optional.of(payload(compressor.id(), length, fingerprint, spool.content(), contentType));
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw e;
        }
    }

    private long compress(StreamSource source, MessageDigest digest, Spool spool) throws IOException {
        long length = 0;
        try (InputStream in = source.open();
                OutputStream out = compressor.compress(spool)) {
            byte[] copy = new byte[PayloadCodec.COPY_BUFFER];
            for (int n = in.read(copy); n >= 0 && !spool.overflowed(); n = in.read(copy)) {
                length += n;
                requireWithinLimit(length <= maxBytes);
                digest.update(copy, 0, n);
                out.write(copy, 0, n);
            }
        }
        return length;
    }

    private EncodedPayload identity(SpooledContent raw, String contentType) {
        Fingerprint fingerprint = new Fingerprint(raw.sha256().orElseThrow());
        return payload(BlobMetadata.IDENTITY, raw.length(), fingerprint, raw, contentType);
    }

    private EncodedPayload payload(
            String stored, long length, Fingerprint fingerprint, SpooledContent content, String contentType) {
        return new EncodedPayload(new PayloadHeader(serializer, stored, length, fingerprint), contentType, content);
    }

    private void requireWithinLimit(boolean within) {
        if (!within) {
            throw new PayloadTooLargeException(
                    "A streamed payload is larger than the limit of " + maxBytes
                            + " bytes. Nothing was stored; raise maxStreamedBytes if it may be that large.",
                    null);
        }
    }
}
