package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;

/** A payload after serialization and compression, ready to be stored. Immutable, as long as the payload is not changed. */
final class EncodedPayload {

    private final PayloadHeader header;
    private final String contentType;
    private final BlobContent content;

    EncodedPayload(PayloadHeader header, String contentType, BlobContent content) {
        this.header = header;
        this.contentType = contentType;
        this.content = content;
    }

    /** The SHA-256 of the serialized, uncompressed bytes. */
    Fingerprint fingerprint() {
        return header.fingerprint();
    }

    /** The number of serialized, uncompressed bytes. */
    long length() {
        return header.length();
    }

    /** The bytes to store; their SHA-256 is known. */
    BlobContent content() {
        return content;
    }

    /** The id of the compressor that made the bytes to store, {@code identity} where compression did not pay. */
    String compressor() {
        return header.compressor();
    }

    /** What to store beside the bytes. */
    BlobMetadata metadata() {
        return new BlobMetadata(contentType, header.compressor(), header.toUserMetadata());
    }

    PayloadHeader header() {
        return header;
    }
}
