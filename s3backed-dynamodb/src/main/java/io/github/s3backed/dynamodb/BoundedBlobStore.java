package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.PresigningBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store of which no more is asked at once than it was given room for. How much a read will bring is known only when it
 * has begun: until then it counts as a request alone. What is streamed is not in memory, and counts as a request while it is sent,
 * and until its body begins: who holds bodies open must not keep others from their reads.
 */
class BoundedBlobStore implements BlobStore {

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
        long inMemory = content.buffers().isPresent() ? content.length() : 0;
        return inFlight.run(inMemory, turn -> store.put(key, content, metadata, mode));
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return inFlight.run(0, turn -> {
            BlobReader<R> learning = (info, body) -> {
                turn.learn(info.length());
                return reader.read(info, body);
            };
            return store.get(key, reader.verifies() ? BlobReader.verifying(learning) : learning);
        });
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return inFlight.run(0, turn -> store.head(key));
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return inFlight.run(0, turn -> store.delete(key));
    }

    @Override
    public <C extends BlobStore> Optional<C> as(Class<C> capability) {
        if (capability == RangedBlobStore.class) {
            return store.as(RangedBlobStore.class).map(ranged -> capability.cast(new Ranged(ranged, inFlight)));
        }
        if (capability == CopyingBlobStore.class) {
            return store.as(CopyingBlobStore.class).map(copying -> capability.cast(new Copying(copying, inFlight)));
        }
        // It sends nothing, so there is nothing to bound.
        return capability == PresigningBlobStore.class ? store.as(capability) : BlobStore.super.as(capability);
    }

    private static final class Ranged extends BoundedBlobStore implements RangedBlobStore {

        private final RangedBlobStore store;
        private final InFlight inFlight;

        Ranged(RangedBlobStore store, InFlight inFlight) {
            super(store, inFlight);
            this.store = store;
            this.inFlight = inFlight;
        }

        @Override
        public CompletionStage<BlobBody> open(String key, long position, @Nullable String entityTag) {
            return inFlight.run(0, turn -> store.open(key, position, entityTag));
        }
    }

    private static final class Copying extends BoundedBlobStore implements CopyingBlobStore {

        private final CopyingBlobStore store;
        private final InFlight inFlight;

        Copying(CopyingBlobStore store, InFlight inFlight) {
            super(store, inFlight);
            this.store = store;
            this.inFlight = inFlight;
        }

        @Override
        public boolean copiesFrom(BlobStore source) {
            return store.copiesFrom(unbounded(source));
        }

        @Override
        public CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key) {
            return inFlight.run(0, turn -> store.copy(unbounded(source), sourceKey, observed, key));
        }

        private static BlobStore unbounded(BlobStore source) {
            return source instanceof BoundedBlobStore bounded ? bounded.store() : source;
        }
    }

    private BlobStore store() {
        return store;
    }
}
