package io.github.s3backed.core;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What is known of a stored payload without reading it.
 *
 * @param length the number of serialized, uncompressed bytes; empty where the object does not say, as those of {@code
 *     pynamodb_mate} do not
 * @param storedLength the number of stored (compressed) bytes
 * @param contentType the media type of the uncompressed bytes
 * @param contentEncoding the content coding of the stored bytes, such as {@code gzip}; {@code identity} for none
 */
public record PayloadInfo(OptionalLong length, long storedLength, String contentType, String contentEncoding) {

    public PayloadInfo {
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(contentEncoding, "contentEncoding");
    }
}
