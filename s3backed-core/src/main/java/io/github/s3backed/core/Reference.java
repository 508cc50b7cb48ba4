package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobLocation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an item keeps of an offloaded payload: {@code s3://bucket/key}, without percent-encoding. The key is everything
 * after the first {@code /} behind the bucket, whatever characters it holds, so it is not a URI in the sense of
 * RFC 3986 and {@link java.net.URI} would not read it.
 *
 * @param location the bucket
 * @param key the object's key, 1 or more characters
 */
public record Reference(BlobLocation location, String key) {

    public Reference {
        Objects.requireNonNull(location, "location");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("A reference has a key, but none follows " + location);
        }
    }

    /**
     * Reads a reference.
     *
     * @throws InvalidReferenceException if {@code text} is not of the form {@code scheme://bucket/key}
     */
    public static Reference parse(String text) {
        int authority = text.indexOf("://");
        int slash = authority < 0 ? -1 : text.indexOf('/', authority + 3);
        if (slash < 0) {
            // The text may be a payload that was stored natively: it is not repeated here.
            throw malformed(text, null);
        }
        try {
            return new Reference(
                    new BlobLocation(text.substring(0, authority), text.substring(authority + 3, slash)),
                    text.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw malformed(text, e);
        }
    }

    private static InvalidReferenceException malformed(String text, @Nullable Throwable e) {
        return new InvalidReferenceException(
                "An attribute of type S with " + text.length()
                        + " characters is not a reference of the form s3://bucket/key. If it holds a payload that was"
                        + " stored before the attribute was S3-backed, migrate it first.",
                e);
    }

    /** The reference as it is stored. */
    @Override
    public String toString() {
        return location + "/" + key;
    }
}
