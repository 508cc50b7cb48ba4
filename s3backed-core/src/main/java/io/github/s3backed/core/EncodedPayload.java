package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;

/**
 * A payload after serialization and compression, ready to be stored.
 *
 * @param content the bytes to store; their SHA-256 is known
 */
record EncodedPayload(PayloadHeader header, String contentType, BlobContent content) {

    Fingerprint fingerprint() {
        return header.fingerprint();
    }

    /** Frees the bytes where they are in a file. */
    void close() {
        if (content instanceof SpooledContent spooled) {
            spooled.close();
        }
    }

    /** What to store beside the bytes. */
    BlobMetadata metadata() {
        return new BlobMetadata(contentType, header.compressor(), header.toUserMetadata());
    }
}
