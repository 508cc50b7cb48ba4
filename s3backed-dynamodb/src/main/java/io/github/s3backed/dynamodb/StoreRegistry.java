package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one store says of itself, under {@code s3backed/.registry/}: its policy, and which tables refer to it. A table is
 * added before its first upload, so that a sweeper which scans all of them overlooks none.
 */
final class StoreRegistry {

    /** What keys of objects begin with that a check makes. */
    static final String PROBES = RegisteredTable.REGISTRY + "probe";

    private static final Duration REFRESH = Duration.ofMinutes(10);
    private static final BlobMetadata PLAIN =
            new BlobMetadata("text/plain; charset=utf-8", BlobMetadata.IDENTITY, Map.of());

    private final BlobStore store;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, CompletableFuture<?>> tables = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<StorePolicy> policy;
    private long policyReadAt;

    StoreRegistry(BlobStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /** Completes when the store knows the table, with the policy that is in force. */
    CompletionStage<StorePolicy> enter(TableFacts table, String logicalName) {
        CompletionStage<?> known = once(tableKey(table, logicalName));
        return policy().thenCombine(known, (current, done) -> current);
    }

    /** How young an object under a shared key must be to be referenced again, by the policy as it was last read. */
    synchronized Duration trustSharedObjectsFor() {
        return policy != null && policy.isDone() && !policy.isCompletedExceptionally()
                ? policy.join().trustSharedObjectsFor()
                : Duration.ZERO;
    }

    private static String tableKey(TableFacts table, String logicalName) {
        return new RegisteredTable(table.account(), table.region(), table.name(), logicalName).key();
    }

    private CompletionStage<?> once(String key) {
        CompletableFuture<?> entry = tables.computeIfAbsent(
                key,
                k -> putIfAbsent(k, "format=1\n".getBytes(StandardCharsets.UTF_8))
                        .toCompletableFuture());
        entry.whenComplete((done, failure) -> {
            if (failure != null) {
                tables.remove(key, entry); // The next write tries again.
            }
        });
        return entry;
    }

    private CompletionStage<PutResult> putIfAbsent(String key, byte[] bytes) {
        return store.put(key, BlobContent.of(bytes), PLAIN, PutMode.IF_ABSENT);
    }

    /** The policy as of a few minutes ago at most. */
    synchronized CompletionStage<StorePolicy> policy() {
        boolean old = policy == null
                || policy.isCompletedExceptionally()
                || nanoTime.getAsLong() - policyReadAt > REFRESH.toNanos();
        if (old) {
            policyReadAt = nanoTime.getAsLong();
            policy = read().toCompletableFuture();
        }
        return policy;
    }

    // A put first: a caller without s3:ListBucket is denied a get of what is not there.
    private CompletionStage<StorePolicy> read() {
        return putIfAbsent(StorePolicy.KEY, StorePolicy.DEFAULT.toBytes())
                .thenCompose(result -> result == PutResult.STORED
                        ? CompletableFuture.completedFuture(StorePolicy.DEFAULT)
                        : store.get(StorePolicy.KEY, (info, body) -> StorePolicy.parse(store, body.readAllBytes())));
    }

    /** Why the policy that is there cannot be used; empty if it can, or there is none, or nobody is told. */
    CompletionStage<Optional<String>> policyProblem() {
        return store.get(StorePolicy.KEY, (info, body) -> body.readAllBytes()).handle((bytes, unread) -> {
            try {
                if (unread == null) {
                    StorePolicy.parse(store, bytes);
                }
                return Optional.empty();
            } catch (BlobStoreException e) {
                return Optional.of(e.getMessage());
            }
        });
    }
}
