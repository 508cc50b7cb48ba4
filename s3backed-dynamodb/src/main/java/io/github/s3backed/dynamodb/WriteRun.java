package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.spi.PutResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One write, from its uploads to its end:
 *
 * <pre>
 *   encode all ──failed──────────────────────────► fail
 *       │
 *   upload all ──failed──────────────────────────► remove what was uploaded, fail
 *       │
 *      send ──committed──► fetch images ─────────► remove what was replaced, succeed
 *       │ ├───rejected───► again, or ────────────► remove what was uploaded, fail
 *       │ └───unknown────► upload all anew, or ──► keep everything, fail
 * </pre>
 *
 * <p>What makes this safe: an attempt that may have been done is never repeated with its own references (but under a token
 * by which DynamoDB tells the repetition). So a reference that is seen in an item belongs to an attempt that has arrived,
 * which cannot bring it back once it is replaced, and whoever replaces it may remove its object.
 *
 * <p>The steps follow one another; no two run at once, but for the uploads among themselves. {@link #cancel} alone may be
 * called at any time by any thread.
 */
final class WriteRun<R> {

    /**
     * How long after the first attempt one may repeat it under its token. A request that is on its way for as long again
     * arrives within the 10 minutes for which DynamoDB remembers the token (Amazon DynamoDB API Reference,
     * "TransactWriteItems"), and does nothing if it was done.
     */
    private static final Duration REPETITIONS = Duration.ofMinutes(5);

    private final Write<R> write;
    private final World world;
    private final Removal removal;
    private final Retries.Retry retry;
    private final Set<Reference> doubtful = new LinkedHashSet<>();
    private final long began;
    private volatile boolean cancelled;
    private volatile Phase phase = Phase.NOT_SENT;
    private volatile List<? extends CompletableFuture<?>> underWay = List.of();
    private CompletableFuture<List<Held>> observed = new CompletableFuture<>();
    private Duration deadline = Duration.ZERO;
    private Attempt attempt = new Attempt(0, Map.of(), false);
    private @Nullable Throwable inDoubtSince;
    private long uploadedAt;
    private long firstSentAt;

    WriteRun(Write<R> write, World world) {
        this.write = write;
        this.world = world;
        this.removal = new Removal(write, world.events());
        this.retry = world.retries().begin();
        this.began = world.nanoTime().getAsLong();
    }

    /**
     * Begins. The stage fails with what the caller is to see: an {@link S3BackedException} if DynamoDB was not called, or
     * DynamoDB's own exception, which has an {@link OutcomeUnknownException} among its suppressed ones where that holds.
     */
    CompletionStage<R> start() {
        return Stages.then(prepare(), (ready, failure) -> failure == null ? enter() : fail(notSent(failure)))
                .whenComplete((response, failure) -> write.close());
    }

    private CompletionStage<Void> prepare() {
        List<CompletableFuture<?>> values = write.prepare();
        follow(values);
        // A stream that nobody is going to store need not be read to its end.
        values.forEach(value -> value.exceptionally(failure -> {
            cancelAll(values);
            return null;
        }));
        return Stages.whenAllEnded(values)
                .thenCompose(first -> first.<CompletionStage<Void>>map(CompletableFuture::failedFuture)
                        .orElseGet(() -> CompletableFuture.completedFuture(null)))
                .thenRun(write::requireSendable);
    }

    private CompletionStage<R> enter() {
        if (cancelled) {
            return fail(notSent(new CancellationException()));
        }
        places(); // A key that cannot be built is known before anything is sent.
        return Stages.then(Stages.begin(write::enterStores), (allowed, failure) -> {
            if (failure != null) {
                return fail(notSent(failure));
            }
            deadline = allowed;
            observed = observe();
            return pause(retry.initialDelay()).thenCompose(ready -> upload(1));
        });
    }

    /** Keeps from starting what has not started, and cancels what was sent, which is then of unknown outcome. */
    void cancel() {
        cancelled = true;
        cancelAll(underWay);
    }

    // The last first, so that none takes the room that one before it leaves.
    private static void cancelAll(List<? extends CompletableFuture<?>> futures) {
        for (int i = futures.size() - 1; i >= 0; i--) {
            futures.get(i).cancel(true);
        }
    }

    /** What the caller is told who cancelled and does not wait for the end. */
    RuntimeException abandoned(RuntimeException why) {
        return switch (phase) {
            case NOT_SENT -> why;
            case SENT -> {
                why.addSuppressed(doubt());
                yield why;
            }
            case COMMITTED -> committedWithout("the wait for its clean-up ended early", why);
        };
    }

    // Beside the uploads. It is for the clean-up alone, so it may fail.
    private CompletableFuture<List<Held>> observe() {
        return Stages.begin(write::observe).exceptionally(failure -> {
            removal.failed(Set.of(), Failures.unwrap(failure));
            return List.of();
        });
    }

    // ---- upload ----

    private Map<Upload, Reference> places() {
        Map<Upload, Reference> places = new LinkedHashMap<>();
        write.uploads()
                .forEach(upload ->
                        places.put(upload, upload.place(world.writeIds().get())));
        return places;
    }

    private CompletionStage<R> upload(int number) {
        if (cancelled) {
            return fail(notSent(new CancellationException()));
        }
        attempt = new Attempt(number, places(), inDoubtSince != null);
        uploadedAt = world.nanoTime().getAsLong();
        List<CompletableFuture<?>> puts = new ArrayList<>();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        attempt.places().forEach((upload, place) -> {
            CompletableFuture<PutResult> put = Stages.begin(() -> upload.upload(place));
            puts.add(put); // The put itself, and not what follows it, which could be cancelled while the put goes on.
            ends.add(told(put, upload, place));
        });
        follow(puts);
        puts.forEach(put -> put.exceptionally(failure -> {
            // All or nothing: what has not begun would be removed again. What has is waited for, and then removed.
            cancelAll(puts);
            return null;
        }));
        return Stages.whenAllEnded(ends).thenCompose(first -> first.isPresent() ? notUploaded(first.get()) : send());
    }

    // Waited for as well, so that no event of what comes after the upload is told before.
    private CompletableFuture<Void> told(CompletableFuture<PutResult> put, Upload upload, Reference place) {
        long start = world.nanoTime().getAsLong();
        return put.thenAccept(result -> world.events().emit(uploaded(upload, place, result, since(start))));
    }

    private static S3BackedEvent uploaded(Upload upload, Reference place, PutResult result, Duration took) {
        String table = upload.attribute().table();
        String name = upload.attribute().name();
        if (result == PutResult.STORED && upload.isCopy()) {
            return new S3BackedEvent.Copied(table, name, place, upload.bytes(), took);
        }
        return result == PutResult.STORED
                ? new S3BackedEvent.Uploaded(table, name, place, upload.bytes(), took)
                : new S3BackedEvent.Deduplicated(table, name, place, upload.bytes(), took);
    }

    private CompletionStage<R> notUploaded(Throwable failure) {
        return removal.rollBack(attempt, doubtful).thenCompose(done -> fail(notSent(failure)));
    }

    private Throwable notSent(Throwable failure) {
        if (inDoubtSince != null) {
            // An earlier attempt was sent: what became of that is what the caller must know.
            inDoubtSince.addSuppressed(failure);
            return inDoubtSince;
        }
        return failure instanceof S3BackedException ours
                ? ours.at(write.operation() + " of " + write.table() + " was not sent")
                : failure;
    }

    // ---- send ----

    // What the items hold before must not be looked at after.
    private CompletionStage<R> send() {
        return observed.thenCompose(before -> transmit(before));
    }

    private CompletionStage<R> transmit(List<Held> before) {
        if (cancelled) {
            return notUploaded(new CancellationException());
        }
        if (since(uploadedAt).compareTo(deadline) > 0) {
            return notUploaded(new WriteExpiredException(
                    "The uploads took " + since(uploadedAt).toSeconds() + " s, and " + deadline.toSeconds()
                            + " s are allowed between the first of them and the request. Upload less at once, or raise the"
                            + " write deadline in the policy of the store.",
                    null));
        }
        if (inDoubtSince != null && isTokenOld()) {
            return fail(inDoubtSince); // The pause took too long, as when the machine sleeps.
        }
        if (attempt.number() == 1) {
            firstSentAt = world.nanoTime().getAsLong();
        }
        phase = Phase.SENT;
        CompletableFuture<R> sent = Stages.begin(() -> write.send(attempt));
        follow(List.of(sent));
        return Stages.then(
                sent, (response, failure) -> failure == null ? committed(response, before) : failed(failure));
    }

    private CompletionStage<R> failed(Throwable failure) {
        Verdict verdict = Verdict.of(failure, write.rejections());
        if (verdict == Verdict.REJECTED && inDoubtSince != null && write.showsOwnWrite(failure, doubtful)) {
            return committedEarlier(failure);
        }
        if (verdict == Verdict.UNKNOWN) {
            inDoubtSince = failure;
            doubtful.addAll(attempt.references());
        } else if (inDoubtSince == null) {
            phase = Phase.NOT_SENT; // As good as.
        }
        Optional<Duration> again = mayGoOn() ? delayAfter(failure) : Optional.empty();
        return again.isPresent()
                ? pause(again.get()).thenCompose(ready -> again(verdict))
                : removal.rollBack(attempt, doubtful).thenCompose(done -> present(failure));
    }

    private Optional<Duration> delayAfter(Throwable failure) {
        try {
            return retry.after(failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e); // A strategy that is broken must not hide what happened.
            return Optional.empty();
        }
    }

    private boolean mayGoOn() {
        return !cancelled && !isTokenOld();
    }

    private boolean isTokenOld() {
        return write.isIdempotent() && since(firstSentAt).compareTo(REPETITIONS) > 0;
    }

    private CompletionStage<R> again(Verdict last) {
        int number = attempt.number() + 1;
        if (last == Verdict.UNKNOWN && !write.isIdempotent()) {
            return upload(number);
        }
        attempt = new Attempt(number, attempt.places(), inDoubtSince != null);
        return send();
    }

    // ---- settle ----

    private CompletionStage<R> committed(R response, List<Held> before) {
        done();
        return Stages.then(
                Stages.begin(() -> write.present(response, attempt)),
                (presented, failure) -> failure == null
                        ? release(response, before).thenApply(done -> presented)
                        : CompletableFuture.failedFuture(committedWithout("its image could not be fetched", failure)));
    }

    private void done() {
        phase = Phase.COMMITTED;
        try {
            retry.succeeded();
        } catch (RuntimeException e) {
            removal.failed(Set.of(), e); // The write is done, whatever the strategy thinks of it.
        }
        world.events()
                .emit(new S3BackedEvent.Committed(write.table(), write.operation(), attempt.number(), since(began)));
    }

    private CompletionStage<Void> release(R response, List<Held> before) {
        try {
            Effect effect = write.effect(response, attempt, before);
            removal.unknown(effect.unprocessed());
            List<Held> candidates = effect.released().stream()
                    .filter(Held::isRemovable)
                    .filter(held -> !doubtful.contains(held.reference()))
                    .toList();
            return candidates.isEmpty() ? CompletableFuture.completedFuture(null) : release(candidates, effect.held());
        } catch (RuntimeException e) {
            removal.failed(Set.of(), e); // An answer that cannot be understood: nothing is removed.
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletionStage<Void> release(List<Held> candidates, @Nullable Map<ItemId, Set<Reference>> known) {
        CompletableFuture<Map<ItemId, Set<Reference>>> after =
                known == null ? Stages.begin(write::observeAfter) : CompletableFuture.completedFuture(known);
        return Stages.then(after, (held, failure) -> {
            if (failure != null) {
                removal.failed(Observer.referencesOf(candidates), failure);
                return CompletableFuture.completedFuture(null);
            }
            return removal.release(candidates.stream()
                    .filter(candidate -> held.containsKey(candidate.item()))
                    .filter(candidate -> !held.get(candidate.item()).contains(candidate.reference()))
                    .toList());
        });
    }

    /** The condition of this attempt failed because of an earlier one, which was done. */
    private CompletionStage<R> committedEarlier(Throwable failure) {
        done();
        return removal.rollBack(attempt, doubtful)
                .thenCompose(done -> write.rebuildLostAnswer()
                        .<CompletionStage<R>>map(CompletableFuture::completedFuture)
                        .orElseGet(() ->
                                CompletableFuture.failedFuture(committedWithout("its answer was lost", failure))));
    }

    private WriteCommittedException committedWithout(String what, Throwable cause) {
        return new WriteCommittedException(
                write.operation() + " of " + write.table() + " is done, but " + what
                        + ". Do not write again: read the item if you need what it returns.",
                cause);
    }

    private CompletionStage<R> present(Throwable failure) {
        return Stages.then(
                Stages.begin(() -> write.present(failure, attempt)),
                (seen, other) -> fail(other == null ? seen : failure));
    }

    private CompletionStage<R> fail(Throwable failure) {
        if (inDoubtSince != null) {
            removal.unknown(doubtful, failure);
            failure.addSuppressed(doubt());
        }
        return CompletableFuture.failedFuture(failure);
    }

    private OutcomeUnknownException doubt() {
        return new OutcomeUnknownException(
                write.operation() + " of " + write.table() + " may have been done, or may be done yet: an attempt of it"
                        + " ended without an answer that proves the contrary. What it uploaded is kept: "
                        + attempt.references() + ". Read the item, consistently, to see.",
                null);
    }

    /** How far a write is, for those who do not wait for its end. */
    private enum Phase {
        NOT_SENT,
        SENT,
        COMMITTED
    }

    // ---- stages ----

    private CompletionStage<Void> pause(Duration delay) {
        return delay.isZero()
                ? CompletableFuture.completedFuture(null)
                : world.pauses().apply(delay);
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(world.nanoTime().getAsLong() - nanoTime);
    }

    private void follow(List<? extends CompletableFuture<?>> futures) {
        underWay = futures;
        if (cancelled) {
            cancelAll(futures);
        }
    }
}
