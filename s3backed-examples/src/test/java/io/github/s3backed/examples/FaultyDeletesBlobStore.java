package io.github.s3backed.examples;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Does not delete what it is told to delete. */
final class FaultyDeletesBlobStore implements BlobStore {

    private final BlobStore delegate;
    private final IntFunction<Optional<CompletionStage<Void>>> faults;
    private final AtomicInteger deletes = new AtomicInteger();

    private FaultyDeletesBlobStore(BlobStore delegate, IntFunction<Optional<CompletionStage<Void>>> faults) {
        this.delegate = delegate;
        this.faults = faults;
    }

    /** One that says it had done the delete with this number, from 1, and has not. */
    static BlobStore forgetting(BlobStore delegate, int number) {
        return new FaultyDeletesBlobStore(
                delegate,
                each -> each == number ? Optional.of(CompletableFuture.completedFuture(null)) : Optional.empty());
    }

    /** One that denies every delete. */
    static BlobStore denying(BlobStore delegate) {
        return new FaultyDeletesBlobStore(
                delegate,
                each -> Optional.of(CompletableFuture.failedFuture(new BlobStoreException("No deletes today.", null))));
    }

    @Override
    public BlobLocation location() {
        return delegate.location();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return delegate.put(key, content, metadata, mode);
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return delegate.get(key, reader);
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return delegate.head(key);
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return faults.apply(deletes.incrementAndGet()).orElseGet(() -> delegate.delete(key));
    }
}
