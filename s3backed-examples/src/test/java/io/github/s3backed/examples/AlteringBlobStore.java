package io.github.s3backed.examples;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Flips a bit in the middle of whatever is read. */
final class AlteringBlobStore implements BlobStore {

    private final BlobStore delegate;

    AlteringBlobStore(BlobStore delegate) {
        this.delegate = delegate;
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
        return delegate.get(key, (info, body) -> {
            byte[] bytes = body.readAllBytes();
            bytes[bytes.length / 2] ^= 1;
            return reader.read(info, new ByteArrayInputStream(bytes));
        });
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return delegate.head(key);
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return delegate.delete(key);
    }
}
