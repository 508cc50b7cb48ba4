package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A memory store that remembers what it was asked. */
final class RecordingBlobStore implements BlobStore {

    private final MemoryBlobStore store;
    final List<String> calls = new ArrayList<>();
    Runnable beforeHead = () -> {};
    Runnable beforeGet = () -> {};

    RecordingBlobStore(MemoryBlobStore store) {
        this.store = store;
    }

    byte[] bytes(String key) {
        return Stages.join(store.get(key, (info, body) -> body.readAllBytes()));
    }

    BlobInfo info(String key) {
        return Stages.join(store.head(key)).orElseThrow();
    }

    String onlyKey() {
        return store.keys().iterator().next();
    }

    int size() {
        return store.keys().size();
    }

    void remove(String key) {
        Stages.join(store.delete(key));
    }

    void replace(String key, byte[] bytes, BlobMetadata metadata) {
        Stages.join(store.put(key, BlobContent.of(bytes), metadata, PutMode.OVERWRITE));
    }

    @Override
    public BlobLocation location() {
        return store.location();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        calls.add("put " + mode);
        return store.put(key, content, metadata, mode);
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        calls.add("get");
        beforeGet.run();
        return store.get(key, (BlobInfo info, InputStream body) -> reader.read(info, body));
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        calls.add("head");
        beforeHead.run();
        return store.head(key);
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        calls.add("delete");
        return store.delete(key);
    }
}
