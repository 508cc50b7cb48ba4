package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A memory store that also copies, remembers what it was asked, and whose answers and bodies a test can change. */
final class CapableBlobStore implements RangedBlobStore, CopyingBlobStore {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final AtomicInteger openBodies = new AtomicInteger();
    volatile boolean copies = true;
    volatile boolean opens = true;
    volatile UnaryOperator<InputStream> bodies = in -> in;
    volatile Supplier<CompletionStage<?>> beforeAnswer = () -> CompletableFuture.completedFuture(null);
    volatile Runnable beforeCopy = () -> {};
    private final MemoryBlobStore memory;

    CapableBlobStore(MemoryBlobStore memory) {
        this.memory = memory;
    }

    String onlyKey() {
        return memory.keys().iterator().next();
    }

    List<String> keys() {
        return List.copyOf(memory.keys());
    }

    byte[] bytes(String key) {
        return Stages.join(memory.get(key, (info, body) -> body.readAllBytes()));
    }

    BlobInfo info(String key) {
        return Stages.join(memory.head(key)).orElseThrow();
    }

    void remove(String key) {
        Stages.join(memory.delete(key));
    }

    void replace(String key, byte[] bytes, BlobMetadata metadata) {
        Stages.join(memory.put(key, BlobContent.of(bytes), metadata, PutMode.OVERWRITE));
    }

    /** The same object with other bytes. */
    void replace(String key, byte[] bytes) {
        replace(key, bytes, info(key).metadata());
    }

    @Override
    public <C extends BlobStore> Optional<C> as(Class<C> capability) {
        boolean can = capability == CopyingBlobStore.class ? copies : opens;
        return can ? RangedBlobStore.super.as(capability) : Optional.empty();
    }

    @Override
    public BlobLocation location() {
        return memory.location();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        calls.add("put " + mode);
        return memory.put(key, content, metadata, mode);
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        calls.add("get");
        return beforeAnswer
                .get()
                .thenCompose(go -> memory.get(key, (info, body) -> reader.read(info, bodies.apply(body))));
    }

    @Override
    public CompletionStage<BlobBody> open(String key, long position, @Nullable String entityTag) {
        calls.add("open " + position);
        return beforeAnswer
                .get()
                .thenCompose(go -> memory.open(key, position, entityTag))
                .thenApply(Body::new);
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        calls.add("head");
        return memory.head(key);
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        calls.add("delete");
        return memory.delete(key);
    }

    @Override
    public boolean copiesFrom(BlobStore source) {
        return source instanceof CapableBlobStore;
    }

    @Override
    public CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key) {
        calls.add("copy");
        beforeCopy.run();
        MemoryBlobStore from = ((CapableBlobStore) source).memory;
        return from.open(sourceKey, 0, observed.entityTag().orElseThrow())
                .thenCompose(body -> BlobKeys.checked(key, location(), body.stream()::readAllBytes))
                .thenCompose(bytes -> memory.put(key, BlobContent.of(bytes), observed.metadata(), PutMode.OVERWRITE))
                .thenApply(stored -> null);
    }

    private final class Body implements BlobBody {

        private final BlobBody body;
        private final InputStream stream;
        private boolean closed;

        Body(BlobBody body) {
            this.body = body;
            this.stream = bodies.apply(body.stream());
            openBodies.incrementAndGet();
        }

        @Override
        public BlobInfo info() {
            return body.info();
        }

        @Override
        public InputStream stream() {
            return stream;
        }

        @Override
        public synchronized void close() throws java.io.IOException {
            if (!closed) {
                closed = true;
                openBodies.decrementAndGet();
            }
            body.close();
            stream.close();
        }
    }
}
