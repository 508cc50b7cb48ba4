package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A blob store whose requests wait for, and fail with, what a hook says of their key. */
final class HookedBlobStore implements BlobStore {

    static final Function<String, CompletionStage<?>> NOW = key -> CompletableFuture.completedFuture(null);

    /** Keys in the order in which they were asked for. */
    final List<String> puts = new CopyOnWriteArrayList<>();

    final List<String> gets = new CopyOnWriteArrayList<>();
    final List<String> deletes = new CopyOnWriteArrayList<>();
    volatile Function<String, CompletionStage<?>> onPut = NOW;
    volatile Function<String, CompletionStage<?>> onGet = NOW;
    volatile Function<String, CompletionStage<?>> onDelete = NOW;
    private final BlobStore store;

    HookedBlobStore(BlobStore store) {
        this.store = store;
    }

    /** Whether a key is that of a payload, and not what the store says of itself. */
    static boolean isPayload(String key) {
        return !key.startsWith("s3backed/.registry/");
    }

    @Override
    public BlobLocation location() {
        return store.location();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        puts.add(key);
        return onPut.apply(key).thenCompose(go -> store.put(key, content, metadata, mode));
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        gets.add(key);
        return onGet.apply(key).thenCompose(go -> store.get(key, reader));
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return store.head(key);
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        deletes.add(key);
        return onDelete.apply(key).thenCompose(go -> store.delete(key));
    }
}
