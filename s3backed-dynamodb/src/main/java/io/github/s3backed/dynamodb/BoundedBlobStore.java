package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A store of which no more is asked at once than it was given room for. How much a read will bring is known only when it
 * has begun: until then it counts as a request alone.
 */
final class BoundedBlobStore implements BlobStore {

    private final BlobStore store;
    private final InFlight inFlight;

    BoundedBlobStore(BlobStore store, InFlight inFlight) {
        this.store = store;
        this.inFlight = inFlight;
    }

    @Override
    public BlobLocation location() {
        return store.location();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return inFlight.run(content.length(), turn -> store.put(key, content, metadata, mode));
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return inFlight.run(
                0,
                turn -> store.get(key, (info, body) -> {
                    turn.learn(info.length());
                    return reader.read(info, body);
                }));
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return inFlight.run(0, turn -> store.head(key));
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return inFlight.run(0, turn -> store.delete(key));
    }
}
