package io.github.s3backed.core.spi;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;

/**
 * A URL by which whoever has it can read an object. It is a credential: {@link #toString} does not repeat it.
 *
 * @param url what to GET, with no further headers
 * @param expiresAt from when on it is refused; sooner if the credentials that signed it expire sooner
 */
public record PresignedUrl(URI url, Instant expiresAt) {

    public PresignedUrl {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    @Override
    public String toString() {
        return "PresignedUrl[" + url.getHost() + ", expiresAt=" + expiresAt + "]";
    }
}
