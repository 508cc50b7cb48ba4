package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.BlobStoreProvider;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A blob store in memory, for tests. Its stages are complete when they are returned. Safe for use by many threads. */
public final class MemoryBlobStore implements RangedBlobStore, CopyingBlobStore, ListableBlobStore {

    private final BlobLocation location;
    private final Clock clock;
    private final ConcurrentMap<String, StoredBlob> blobs = new ConcurrentHashMap<>();

    private MemoryBlobStore(String bucket, Clock clock) {
        this.location = new BlobLocation("mem", bucket);
        this.clock = clock;
    }

    /** An empty store with the location {@code mem://bucket}. */
    public static MemoryBlobStore create(String bucket) {
        return new MemoryBlobStore(bucket, Clock.systemUTC());
    }

    /** An empty store whose own clock is {@code clock}. */
    public static MemoryBlobStore create(String bucket, Clock clock) {
        return new MemoryBlobStore(bucket, clock);
    }

    /** The keys of all objects, sorted; a copy. */
    public Set<String> keys() {
        return new TreeSet<>(blobs.keySet());
    }

    @Override
    public BlobLocation location() {
        return location;
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return BlobKeys.checked(key, location, () -> {
            StoredBlob blob = StoredBlob.of(readAll(content), metadata, clock.instant());
            if (mode == PutMode.IF_ABSENT) {
                return blobs.putIfAbsent(key, blob) == null ? PutResult.STORED : PutResult.EXISTS;
            }
            blobs.put(key, blob);
            return PutResult.STORED;
        });
    }

    /** Whether {@code source} is, or stands for, a store in memory. */
    @Override
    public boolean copiesFrom(BlobStore source) {
        return source.as(MemoryBlobStore.class).isPresent();
    }

    @Override
    public CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key) {
        return BlobKeys.checked(key, location, () -> {
            MemoryBlobStore from =
                    source.as(MemoryBlobStore.class).orElseThrow(() -> BlobKeys.foreign(source.location(), location));
            StoredBlob blob = from.require(sourceKey);
            BlobKeys.requireTag(
                    BlobKeys.requireObserved(observed), blob.info(clock.instant()), from.location, sourceKey);
            blobs.put(key, StoredBlob.of(blob.bytes(), observed.metadata(), clock.instant()));
            return null;
        });
    }

    private static byte[] readAll(BlobContent content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return BlobKeys.checked(key, location, () -> {
            StoredBlob blob = require(key);
            return reader.read(blob.info(clock.instant()), new ByteArrayInputStream(blob.bytes()));
        });
    }

    private StoredBlob require(String key) {
        StoredBlob blob = blobs.get(key);
        if (blob == null) {
            throw BlobKeys.notFound(location, key, null);
        }
        return blob;
    }

    @Override
    public CompletionStage<BlobBody> open(String key, long position, @Nullable String entityTag) {
        return BlobKeys.checked(key, location, () -> {
            BlobKeys.requireNotNegative(position);
            StoredBlob blob = require(key);
            BlobInfo info = blob.info(clock.instant());
            BlobKeys.requireTag(entityTag, info, location, key);
            BlobKeys.requirePosition(position, info, location, key);
            InputStream in = new ByteArrayInputStream(blob.bytes(), (int) position, blob.bytes().length);
            return BlobBody.of(info, in, in);
        });
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return BlobKeys.checked(
                key, location, () -> Optional.ofNullable(blobs.get(key)).map(blob -> blob.info(clock.instant())));
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return BlobKeys.checked(key, location, () -> {
            blobs.remove(key);
            return null;
        });
    }

    @Override
    public CompletionStage<Listing<ListedBlob>> list(String prefix, @Nullable String continuation) {
        return CompletableFuture.completedFuture(
                ListingPages.page(blobs.keySet(), prefix, continuation, clock.instant(), this::listed));
    }

    private @Nullable ListedBlob listed(String key) {
        StoredBlob blob = blobs.get(key);
        return blob == null ? null : new ListedBlob(key, blob.bytes().length, blob.lastModified());
    }

    @Override
    public CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys) {
        ListingPages.requireBatch(keys);
        blobs.keySet().removeAll(keys);
        return CompletableFuture.completedFuture(List.of());
    }

    private record StoredBlob(byte[] bytes, BlobMetadata metadata, Instant lastModified, String entityTag) {

        static StoredBlob of(byte[] bytes, BlobMetadata metadata, Instant now) {
            return new StoredBlob(bytes, metadata, now, UUID.randomUUID().toString());
        }

        BlobInfo info(Instant now) {
            String sha256 = Fingerprint.of(Fingerprint.sha256().digest(bytes)).hex();
            return BlobInfo.of(metadata, bytes.length, lastModified, now, sha256)
                    .withEntityTag(entityTag);
        }
    }

    /** Builds an empty store from {@code mem://bucket}. */
    public static final class Provider implements BlobStoreProvider {

        /** Called by {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public String scheme() {
            return "mem";
        }

        @Override
        public BlobStore create(URI uri) {
            String bucket = uri.getAuthority();
            if (bucket == null || !uri.getPath().isEmpty()) {
                throw new IllegalArgumentException("A memory store's URI is mem://bucket, but was: " + uri);
            }
            return MemoryBlobStore.create(bucket);
        }
    }
}
