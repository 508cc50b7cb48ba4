package io.github.s3backed.streams;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.DeclaredTable;
import io.github.s3backed.dynamodb.S3BackedEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What becomes of one record. Used by one thread. */
final class Release {

    /** Far beyond the timeouts of any store's client: what does not answer at all must not hold a shard for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final SourcedRecord record;
    private final DeclaredTable table;
    private final Map<Reference, CompletableFuture<Void>> removals = new LinkedHashMap<>();
    private final Set<Reference> removed = new LinkedHashSet<>();
    private int released;
    private @Nullable Throwable failure;

    Release(SourcedRecord record, DeclaredTable table) {
        this.record = record;
        this.table = table;
    }

    SourcedRecord record() {
        return record;
    }

    DeclaredTable table() {
        return table;
    }

    void released(int references) {
        released = references;
    }

    int released() {
        return released;
    }

    void removing(Reference reference, CompletableFuture<Void> removal) {
        removals.put(reference, removal);
    }

    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** References whose objects are gone. */
    int removed() {
        return removed.size();
    }

    /** Waits until all that was begun has ended, and tells of it. */
    void await() {
        removals.forEach((reference, removal) -> {
            Throwable failed = failureOf(removal);
            if (failed == null) {
                removed.add(reference);
            } else {
                fail(failed);
            }
        });
        if (!removed.isEmpty()) {
            table.released(new S3BackedEvent.Released(record.table(), record.operation(), removed));
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<Void> removal) {
        try {
            removal.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new BlobStoreException("Interrupted while an object was removed; whether it was is not known.", e);
        } catch (TimeoutException e) {
            return new BlobStoreException(
                    "A blob store did not answer within " + PATIENCE + ". Look at its client's timeouts.", e);
        } catch (ExecutionException e) {
            return unwrapped(e);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
