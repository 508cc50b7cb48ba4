package io.github.s3backed.simulator;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.dynamodb.SimulatedWorld;
import io.github.s3backed.dynamodb.StorePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A sweep: the cut-off first, then a scan of all items, then the list of all objects, and at last the removal of those that no
 * item refers to and that are older than the cut-off. Whatever fails ends it.
 */
final class Sweeper {

    private final Simulation simulation;
    private final Actor actor;
    private final Table table;
    private final Bucket bucket;
    private final SimulatedBlobStore store;
    private final Set<String> referenced = new HashSet<>();

    Sweeper(Simulation simulation, Actor actor, Table table, Bucket bucket) {
        this.simulation = simulation;
        this.actor = actor;
        this.table = table;
        this.bucket = bucket;
        this.store = new SimulatedBlobStore(simulation, actor, bucket);
    }

    private <R> CompletableFuture<R> ask(Kind kind, Paths paths, String detail, Exchange.Service<R> service) {
        return new Exchange<>(simulation, actor, kind, detail, paths, Set.of(), service).send();
    }

    /** Completes at its end, also if it has failed. */
    CompletionStage<Void> run() {
        return cutOff().thenCompose(this::sweep).exceptionally(failure -> null);
    }

    private CompletionStage<Void> sweep(long cutOff) {
        return scan(null).thenCompose(done -> list()).thenCompose(all -> remove(all, cutOff));
    }

    /** The store's time less the grace period, in nanoseconds since the beginning. */
    private CompletionStage<Long> cutOff() {
        return store.get(
                StorePolicy.KEY,
                (info, body) -> nanos(info) - grace(body.readAllBytes()).toNanos());
    }

    private static long nanos(BlobInfo policy) {
        return Duration.between(Bucket.instant(0), policy.observedAt()).toNanos();
    }

    private static Duration grace(byte[] policy) {
        return SimulatedWorld.parse(policy).gracePeriod();
    }

    private CompletionStage<Void> scan(@Nullable String after) {
        return this.<String>ask(Kind.SCAN, Paths.READ, " of the sweeper", fate -> {
                    String next = table.after(after);
                    if (next != null) {
                        referenced.addAll(References.keysIn(table.item(next)).values());
                    }
                    return next;
                })
                .thenCompose(next -> next == null ? CompletableFuture.completedFuture(null) : scan(next));
    }

    private CompletionStage<List<Bucket.Version>> list() {
        return ask(Kind.LIST_VERSIONS, Paths.OBJECT_READ, "", fate -> bucket.list());
    }

    private CompletionStage<Void> remove(List<Bucket.Version> all, long cutOff) {
        CompletionStage<Void> removed = CompletableFuture.completedFuture(null);
        for (Bucket.Version version : garbage(all)) {
            removed = removed.thenCompose(
                    done -> isOld(version, cutOff) ? remove(version) : CompletableFuture.completedFuture(null));
        }
        return removed;
    }

    private List<Bucket.Version> garbage(List<Bucket.Version> all) {
        List<Bucket.Version> garbage = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Bucket.Version version = all.get(i);
            boolean current = i + 1 == all.size() || !all.get(i + 1).key().equals(version.key());
            boolean needed = current && referenced.contains(version.key())
                    || version.key().startsWith(SimulatedBlobStore.REGISTRY);
            if (!needed) {
                garbage.add(version);
            }
        }
        return garbage;
    }

    private boolean isOld(Bucket.Version version, long cutOff) {
        return version.lastModified() < cutOff;
    }

    private CompletionStage<Void> remove(Bucket.Version version) {
        return ask(Kind.DELETE_VERSION, Paths.OBJECT_WRITE, " " + version.key() + " v" + version.id(), fate -> {
            bucket.deleteVersion(version.key(), version.id());
            return null;
        });
    }
}
