package io.github.s3backed.simulator;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One actor's client of the modelled S3. */
final class SimulatedBlobStore implements CopyingBlobStore {

    static final BlobLocation LOCATION = new BlobLocation("s3", References.BUCKET);
    static final String REGISTRY = "s3backed/.registry/";

    private final Simulation simulation;
    private final Actor actor;
    private final Bucket bucket;

    SimulatedBlobStore(Simulation simulation, Actor actor, Bucket bucket) {
        this.simulation = simulation;
        this.actor = actor;
        this.bucket = bucket;
    }

    @Override
    public BlobLocation location() {
        return LOCATION;
    }

    /** Sends a request. One that looks at the store's policy and registry may be answered at once. */
    <R> CompletableFuture<R> send(Kind kind, Paths paths, String key, Exchange.Service<R> service) {
        if (key.startsWith(REGISTRY) && !simulation.hasFaultyRegistry()) {
            try {
                return CompletableFuture.completedFuture(service.apply(Fate.ARRIVES));
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return new Exchange<>(simulation, actor, kind, " " + key, paths, Set.of(), service).send();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        byte[] bytes = bytesOf(content);
        return send(
                mode == PutMode.IF_ABSENT ? Kind.PUT_NEW_OBJECT : Kind.PUT_OBJECT,
                Paths.OBJECT_WRITE,
                key,
                fate -> bucket.put(key, bytes, metadata, mode, simulation.now()));
    }

    @Override
    public boolean copiesFrom(BlobStore source) {
        return source instanceof SimulatedBlobStore;
    }

    @Override
    public CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key) {
        String tag = observed.entityTag().orElseThrow();
        return send(Kind.COPY_OBJECT, Paths.OBJECT_WRITE, key + " from " + sourceKey, fate -> {
            bucket.copy(sourceKey, tag, observed.metadata(), key, simulation.now());
            return null;
        });
    }

    private static byte[] bytesOf(BlobContent content) {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return send(Kind.GET_OBJECT, Paths.OBJECT_READ, key, fate -> {
                    Bucket.Version found = bucket.current(key);
                    if (found == null) {
                        throw new BlobNotFoundException("There is no object " + LOCATION + "/" + key + ".", null);
                    }
                    return new Found(found, found.info(simulation.now()));
                })
                .thenCompose(found -> read(found, reader));
    }

    private static <R> CompletableFuture<R> read(Found found, BlobReader<R> reader) {
        try {
            return CompletableFuture.completedFuture(reader.read(
                    found.info(), new ByteArrayInputStream(found.version().bytes())));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private record Found(Bucket.Version version, BlobInfo info) {}

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return send(
                Kind.HEAD_OBJECT,
                Paths.OBJECT_READ,
                key,
                fate -> Optional.ofNullable(bucket.current(key)).map(found -> found.info(simulation.now())));
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return send(Kind.DELETE_OBJECT, Paths.OBJECT_WRITE, key, fate -> {
            bucket.delete(key, simulation.now());
            return null;
        });
    }
}
