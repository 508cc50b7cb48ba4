package io.github.s3backed.core.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is stored beside an object's bytes.
 *
 * @param contentType the media type of the bytes before compression
 * @param contentEncoding the content coding of the stored bytes; {@link #IDENTITY} where they are as they are
 * @param userMetadata the user-defined metadata; names are lower-case ASCII, values printable ASCII, sorted by name
 */
public record BlobMetadata(String contentType, String contentEncoding, Map<String, String> userMetadata) {

    /** The content coding that changes nothing (RFC 9110, section 12.5.3). */
    public static final String IDENTITY = "identity";

    public BlobMetadata {
        userMetadata = Collections.unmodifiableMap(new TreeMap<>(userMetadata));
    }
}
