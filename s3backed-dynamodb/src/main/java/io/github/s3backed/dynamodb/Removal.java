package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Removes the objects of one write that nothing refers to, and says what it did. It never fails: what it cannot remove is
 * the sweeper's.
 */
final class Removal {

    private final Write<?> write;
    private final Events events;

    Removal(Write<?> write, Events events) {
        this.write = write;
        this.events = events;
    }

    /**
     * Removes what was uploaded for an attempt that DynamoDB has not done and will not do.
     *
     * @param doubtful references of attempts of which that is not certain
     */
    CompletionStage<Void> rollBack(Attempt attempt, Set<Reference> doubtful) {
        List<Held> garbage = new ArrayList<>();
        attempt.places().forEach((upload, place) -> {
            if (upload.isRemovable() && !doubtful.contains(place)) {
                garbage.add(upload.held(place));
            }
        });
        return remove(garbage, removed -> new S3BackedEvent.RolledBack(write.table(), write.operation(), removed));
    }

    /** Removes what a committed write has replaced. */
    CompletionStage<Void> release(List<Held> replaced) {
        return remove(replaced, removed -> new S3BackedEvent.Released(write.table(), write.operation(), removed));
    }

    private CompletionStage<Void> remove(Collection<Held> garbage, Function<Set<Reference>, S3BackedEvent> event) {
        ConcurrentMap<Reference, Throwable> failed = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> deletes = new ArrayList<>();
        Set<Reference> references = new LinkedHashSet<>();
        for (Held each : garbage) {
            references.add(each.reference());
            deletes.add(delete(each).exceptionally(failure -> {
                failed.put(each.reference(), Failures.unwrap(failure));
                return null;
            }));
        }
        return CompletableFuture.allOf(deletes.toArray(CompletableFuture[]::new))
                .thenRun(() -> {
                    references.removeAll(failed.keySet());
                    if (!references.isEmpty()) {
                        events.emit(event.apply(references));
                    }
                    failed.values().stream().findFirst().ifPresent(cause -> failed(failed.keySet(), cause));
                });
    }

    private static CompletableFuture<Void> delete(Held held) {
        try {
            return held.delete().toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Says that objects were left. */
    void failed(Set<Reference> left, Throwable cause) {
        events.emit(new S3BackedEvent.CleanUpFailed(write.table(), write.operation(), left, cause));
    }

    /** Says that objects were kept because the outcome is unknown. */
    void unknown(Set<Reference> kept, Throwable cause) {
        events.emit(new S3BackedEvent.OutcomeUnknown(write.table(), write.operation(), kept, cause));
    }

    /** Says that objects were kept because DynamoDB handed parts of the request back. */
    void unknown(Set<Reference> unprocessed) {
        if (!unprocessed.isEmpty()) {
            unknown(
                    unprocessed,
                    new OutcomeUnknownException(
                            "DynamoDB handed back some of the items of " + write.operation() + " of " + write.table()
                                    + " as unprocessed, which does not prove that they were not written.",
                            null));
        }
    }
}
