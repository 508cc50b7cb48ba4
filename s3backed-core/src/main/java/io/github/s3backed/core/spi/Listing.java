package io.github.s3backed.core.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param <T> what is listed
 * @param entries in the store's own order; may be empty although pages follow
 * @param continuation what to ask the next page with; null if this is the last one. Opaque, and good for the store that
 *     made it alone
 * @param observedAt when this was listed, by the store's clock and never by the local one
 */
public record Listing<T>(List<T> entries, @Nullable String continuation, Instant observedAt) {

    public Listing {
        entries = List.copyOf(entries);
        Objects.requireNonNull(observedAt, "observedAt");
    }
}
