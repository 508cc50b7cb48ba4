package io.github.s3backed.core.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store knows of an object without reading its bytes. Immutable. */
public final class BlobInfo {

    private final BlobMetadata metadata;
    private final long length;
    private final Instant lastModified;
    private final Instant observedAt;
    private final @Nullable String sha256;
    private final @Nullable String entityTag;

    private BlobInfo(
            BlobMetadata metadata,
            long length,
            Instant lastModified,
            Instant observedAt,
            @Nullable String sha256,
            @Nullable String entityTag) {
        this.metadata = Objects.requireNonNull(metadata, "metadata");
        this.length = length;
        this.lastModified = Objects.requireNonNull(lastModified, "lastModified");
        this.observedAt = Objects.requireNonNull(observedAt, "observedAt");
        this.sha256 = sha256;
        this.entityTag = entityTag;
    }

    /**
     * An object's description.
     *
     * @param length the number of stored bytes
     * @param lastModified when the object was stored, by the store's clock
     * @param observedAt when this was observed, by the same clock and never by the local one
     * @param sha256 the SHA-256 of the stored bytes in lowercase hex, verified by the store when it took them in; null
     *     where the store does not say
     */
    public static BlobInfo of(
            BlobMetadata metadata, long length, Instant lastModified, Instant observedAt, @Nullable String sha256) {
        return new BlobInfo(metadata, length, lastModified, observedAt, sha256, null);
    }

    /**
     * The same, with the store's name for the object's present bytes.
     *
     * @param tag opaque, such as an entity tag (RFC 9110, section 8.8.3); null where the store has none
     */
    public BlobInfo withEntityTag(@Nullable String tag) {
        return new BlobInfo(metadata, length, lastModified, observedAt, sha256, tag);
    }

    /** What was stored beside the bytes. */
    public BlobMetadata metadata() {
        return metadata;
    }

    /** The number of stored bytes. */
    public long length() {
        return length;
    }

    /** When the object was stored, by the store's clock, which may count in whole seconds. */
    public Instant lastModified() {
        return lastModified;
    }

    /** When this was observed, by the store's clock. */
    public Instant observedAt() {
        return observedAt;
    }

    /** How old the object was when it was observed; both ends are read from the store's clock. */
    public Duration age() {
        return Duration.between(lastModified, observedAt);
    }

    /** The SHA-256 of the stored bytes in lowercase hex, as verified by the store; empty where it does not say. */
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    /** The store's name for the object's present bytes: another one once they are replaced. Empty where it has none. */
    public Optional<String> entityTag() {
        return Optional.ofNullable(entityTag);
    }

    @Override
    public String toString() {
        return "BlobInfo[length=" + length + ", lastModified=" + lastModified + ", metadata=" + metadata + "]";
    }
}
