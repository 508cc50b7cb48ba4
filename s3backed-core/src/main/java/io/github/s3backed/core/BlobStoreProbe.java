package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.CheckableBlobStore;
import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.StoreUse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries on a blob store what it is to be used for, on an object of its own. Where objects are not to be deleted that object
 * stays, and is used again the next time.
 */
public final class BlobStoreProbe {

    private static final byte[] BODY = "format=1\n".getBytes(StandardCharsets.UTF_8);
    private static final BlobMetadata METADATA =
            new BlobMetadata("text/plain; charset=utf-8", BlobMetadata.IDENTITY, Map.of());

    private final BlobStore store;
    private final StoreUse use;
    private final String key;
    private final String absentKey;
    private final List<Finding> findings = new CopyOnWriteArrayList<>();

    private BlobStoreProbe(BlobStore store, StoreUse use) {
        this.store = store;
        this.use = use;
        String id = WriteIds.random().get();
        this.key = use.deletes() ? use.probeKeyPrefix() + "-" + id : use.probeKeyPrefix();
        this.absentKey = use.probeKeyPrefix() + "-" + id + "-absent";
    }

    /**
     * What a store says of itself if it is a {@link CheckableBlobStore}, and what a probe shows otherwise. The stage does not
     * fail.
     */
    public static CompletionStage<List<Finding>> check(BlobStore store, StoreUse use) {
        return store instanceof CheckableBlobStore checkable ? checkable.check(use) : probe(store, use);
    }

    /** What putting, reading and deleting a small object shows. The stage does not fail. */
    public static CompletionStage<List<Finding>> probe(BlobStore store, StoreUse use) {
        return new BlobStoreProbe(store, use).run();
    }

    private CompletionStage<List<Finding>> run() {
        return (use.writes() ? writeAndRead() : CompletableFuture.<Void>completedFuture(null))
                .thenCompose(done -> readAbsent())
                .thenCompose(done -> use.deletes() ? delete() : CompletableFuture.<Void>completedFuture(null))
                .thenApply(done -> List.copyOf(findings));
    }

    private CompletionStage<Void> writeAndRead() {
        return attempt(() -> put(PutMode.OVERWRITE)).thenCompose(put -> {
            if (put.failure() != null) {
                return refused("No object can be stored.", put.failure());
            }
            return head().thenCompose(done -> get()).thenCompose(done -> putAgain());
        });
    }

    private CompletionStage<PutResult> put(PutMode mode) {
        return store.put(key, BlobContent.of(BODY), METADATA, mode);
    }

    private CompletionStage<Void> head() {
        return attempt(() -> store.head(key)).thenCompose(head -> {
            if (head.failure() != null) {
                return refused("Objects cannot be looked at.", head.failure());
            }
            return head.value().isPresent()
                    ? done()
                    : found(Severity.ERROR, "An object is not there right after it was stored: see " + key + ".");
        });
    }

    private CompletionStage<Void> get() {
        return attempt(() -> store.get(key, (info, body) -> body.readAllBytes()))
                .thenCompose(get -> {
                    if (get.failure() != null) {
                        return refused("Objects cannot be read.", get.failure());
                    }
                    return Arrays.equals(get.value(), BODY)
                            ? done()
                            : found(
                                    Severity.ERROR,
                                    "An object reads as other bytes than were stored: see " + key
                                            + ". Something between here and the store changes them.");
                });
    }

    private CompletionStage<Void> putAgain() {
        return attempt(() -> put(PutMode.IF_ABSENT)).thenCompose(put -> {
            if (put.failure() != null) {
                return refused("No object can be stored on condition that there is none.", put.failure());
            }
            return put.value() == PutResult.EXISTS
                    ? done()
                    : found(
                            Severity.ERROR,
                            "A put on condition that there is no object replaced one: the store ignores conditions"
                                    + " (If-None-Match), so that writers overwrite each other's objects. Use another"
                                    + " store, or a version of it that knows them.");
        });
    }

    private CompletionStage<Void> readAbsent() {
        return attempt(() -> store.get(absentKey, (info, body) -> true)).thenCompose(get -> {
            if (get.failure() instanceof BlobNotFoundException) {
                return done();
            }
            return get.failure() == null
                    ? found(Severity.ERROR, "There is an object under a key that nobody has used: " + absentKey + ".")
                    : notToldFromAbsent(get.failure());
        });
    }

    /** Whoever can store and read is denied only the difference; who only reads is perhaps denied both. */
    private CompletionStage<Void> notToldFromAbsent(Throwable failure) {
        return found(
                use.writes() ? Severity.WARNING : Severity.ERROR,
                "That an object is not there cannot be told from a failure, so that a read which races with a write"
                        + " of its item fails where it would be repeated. " + failure.getMessage());
    }

    private CompletionStage<Void> delete() {
        return attempt(() -> store.delete(key))
                .thenCompose(delete -> delete.failure() == null
                        ? done()
                        : refused(
                                "Objects cannot be deleted: those of rejected, replaced and deleted items stay until a"
                                        + " sweep"
                                        + (use.writes() ? ", as does " + key : "")
                                        + ".",
                                delete.failure()));
    }

    private CompletionStage<Void> refused(String what, Throwable failure) {
        return found(Severity.ERROR, what + " " + failure.getMessage());
    }

    private CompletionStage<Void> found(Severity severity, String message) {
        findings.add(new Finding(severity, store.location().toString(), message));
        return done();
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** How an operation ended. A store may also throw, although it should not: a closed one, say. */
    private static <T> CompletionStage<Ended<T>> attempt(Supplier<CompletionStage<T>> operation) {
        try {
            return operation
                    .get()
                    .handle((value, failure) ->
                            failure == null ? new Ended<>(value, null) : new Ended<>(null, Stages.unwrap(failure)));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(new Ended<>(null, e));
        }
    }

    private record Ended<T>(@Nullable T value, @Nullable Throwable failure) {}
}
