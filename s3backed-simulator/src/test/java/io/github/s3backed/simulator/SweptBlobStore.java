package io.github.s3backed.simulator;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The modelled S3 as code in lock-step sees it: whose stages are complete when it gets them, and which lists as well. Its pages
 * are short, so that much may happen between two.
 */
final class SweptBlobStore implements VersionedBlobStore {

    private static final int PAGE = 3;

    private final Simulation simulation;
    private final LockStep lockStep;
    private final Bucket bucket;
    private final SimulatedBlobStore store;

    SweptBlobStore(Simulation simulation, LockStep lockStep, Actor actor, Bucket bucket) {
        this.simulation = simulation;
        this.lockStep = lockStep;
        this.bucket = bucket;
        this.store = new SimulatedBlobStore(simulation, actor, bucket);
    }

    private <T> CompletionStage<T> awaited(CompletionStage<T> stage) {
        lockStep.await(stage.toCompletableFuture());
        return stage;
    }

    @Override
    public BlobLocation location() {
        return store.location();
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return awaited(store.put(key, content, metadata, mode));
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return awaited(store.get(key, reader));
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return awaited(store.head(key));
    }

    @Override
    public CompletionStage<Void> delete(String key) {
        return awaited(store.delete(key));
    }

    // ---- what a sweeper needs ----

    @Override
    public CompletionStage<Versioning> versioning() {
        return awaited(store.send(
                Kind.GET_VERSIONING,
                Paths.OBJECT_READ,
                "",
                fate -> bucket.isVersioned() ? Versioning.ENABLED : Versioning.NEVER));
    }

    @Override
    public CompletionStage<Listing<ListedBlob>> list(String prefix, @Nullable String continuation) {
        return awaited(store.send(Kind.LIST_OBJECTS, Paths.OBJECT_READ, prefix, fate -> {
            List<Bucket.Version> objects = under(prefix);
            objects.removeIf(version -> !isCurrent(version) || version.marker());
            return page(
                    objects,
                    continuation,
                    object ->
                            new ListedBlob(object.key(), object.bytes().length, Bucket.instant(object.lastModified())));
        }));
    }

    @Override
    public CompletionStage<Listing<BlobVersion>> listVersions(String prefix, @Nullable String continuation) {
        return awaited(store.send(
                Kind.LIST_VERSIONS,
                Paths.OBJECT_READ,
                prefix,
                fate -> page(under(prefix), continuation, this::listed)));
    }

    private List<Bucket.Version> under(String prefix) {
        List<Bucket.Version> all = bucket.list();
        all.removeIf(version -> !version.key().startsWith(prefix));
        return all;
    }

    private boolean isCurrent(Bucket.Version version) {
        return bucket.newest(version.key()) == version;
    }

    private BlobVersion listed(Bucket.Version version) {
        return new BlobVersion(
                version.key(),
                Long.toString(version.id()),
                isCurrent(version),
                version.marker(),
                version.bytes().length,
                Bucket.instant(version.lastModified()));
    }

    /** A page goes on behind a version, also if that is there no more. */
    private <T> Listing<T> page(
            List<Bucket.Version> all, @Nullable String continuation, Function<Bucket.Version, T> listed) {
        List<T> entries = new ArrayList<>();
        Bucket.Version last = null;
        for (Bucket.Version version : all) {
            if (continuation != null && !isBehind(version, continuation)) {
                continue;
            }
            if (entries.size() == PAGE) {
                return new Listing<>(entries, last.key() + " " + last.id(), Bucket.instant(simulation.now()));
            }
            entries.add(listed.apply(version));
            last = version;
        }
        return new Listing<>(entries, null, Bucket.instant(simulation.now()));
    }

    private static boolean isBehind(Bucket.Version version, String continuation) {
        int space = continuation.lastIndexOf(' ');
        int byKey = version.key().compareTo(continuation.substring(0, space));
        return byKey > 0 || byKey == 0 && version.id() < Long.parseLong(continuation.substring(space + 1));
    }

    @Override
    public CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys) {
        return awaited(store.send(
                Kind.DELETE_OBJECTS,
                Paths.OBJECT_BATCH,
                String.join(", ", keys),
                fate -> delete(
                        keys,
                        fate,
                        key -> bucket.delete(key, simulation.now()),
                        key -> new FailedDeletion(key, null, "simulated"))));
    }

    @Override
    public CompletionStage<List<FailedDeletion>> deleteVersions(List<BlobVersion> versions) {
        return awaited(store.send(
                Kind.DELETE_VERSIONS,
                Paths.OBJECT_BATCH,
                String.join(", ", versions.stream().map(SweptBlobStore::text).toList()),
                fate -> delete(
                        versions,
                        fate,
                        version -> bucket.deleteVersion(version.key(), Long.parseLong(version.versionId())),
                        version -> new FailedDeletion(version.key(), version.versionId(), "simulated"))));
    }

    private static String text(BlobVersion version) {
        return version.key() + " v" + version.versionId();
    }

    /** Some of a batch may be refused: its first, here. */
    private static <T> List<FailedDeletion> delete(
            List<T> batch, Fate fate, Consumer<T> deletion, Function<T, FailedDeletion> refusal) {
        boolean partly = fate == Fate.PARTLY;
        batch.stream().skip(partly ? 1 : 0).forEach(deletion);
        return partly ? List.of(refusal.apply(batch.get(0))) : List.of();
    }

    // ---- what only restorations need, which are not simulated ----

    @Override
    public CompletionStage<Optional<BlobInfo>> headVersion(String key, String versionId) {
        throw new UnsupportedOperationException("headVersion");
    }

    @Override
    public CompletionStage<Void> restore(String key, String versionId, BlobInfo observed) {
        throw new UnsupportedOperationException("restore");
    }
}
