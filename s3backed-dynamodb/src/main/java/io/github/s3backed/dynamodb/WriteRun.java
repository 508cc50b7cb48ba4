package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.spi.PutResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * One write, from its uploads to its end:
 *
 * <pre>
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
     * Less than the 10 minutes for which DynamoDB remembers a token (Amazon DynamoDB API Reference, "TransactWriteItems").
     */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(9);

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
    private boolean inDoubt;
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
        places(); // A key that cannot be built is known before anything is sent.
        return then(begin(write::enterStores), (allowed, failure) -> {
            if (failure != null) {
                return fail(notSent(failure));
            }
            deadline = allowed;
            observed = observe();
            return pause(retry.initialDelay()).thenCompose(ready -> upload(1));
        });
    }

    /** Keeps from starting what has not started, and cancels what has. What was sent by then is of unknown outcome. */
    void cancel() {
        cancelled = true;
        underWay.forEach(future -> future.cancel(true));
    }

    /** What a caller must know who was interrupted and does not wait for the end. */
    RuntimeException interrupted(AbortedException interruption) {
        if (phase == Phase.DONE) {
            return committedWithout("its caller was interrupted before the end of its clean-up", interruption);
        }
        if (phase == Phase.SENT) {
            interruption.addSuppressed(mayHaveBeenDone(""));
        }
        return interruption;
    }

    // Beside the uploads. It is for the clean-up alone, so it may fail.
    private CompletableFuture<List<Held>> observe() {
        return begin(write::observe).exceptionally(failure -> {
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
            return fail(new CancellationException());
        }
        attempt = new Attempt(number, places(), inDoubt);
        uploadedAt = world.nanoTime().getAsLong();
        List<CompletableFuture<?>> puts = new ArrayList<>();
        attempt.places().forEach((upload, place) -> puts.add(put(upload, place)));
        follow(puts);
        // If one fails, the others are not cancelled: they could arrive after they were removed.
        return whenAllEnded(puts)
                .thenCompose(first -> first.isPresent() ? notUploaded(first.get()) : observedThenSend());
    }

    /** What the items hold before must have been read by then, or it is what they hold after. */
    private CompletionStage<R> observedThenSend() {
        return observed.thenCompose(before -> send());
    }

    private CompletableFuture<PutResult> put(Upload upload, Reference place) {
        long start = world.nanoTime().getAsLong();
        return begin(() -> upload.upload(place)).whenComplete((result, failure) -> {
            if (failure == null) {
                world.events().emit(uploaded(upload, place, result, since(start)));
            }
        });
    }

    private static S3BackedEvent uploaded(Upload upload, Reference place, PutResult result, Duration took) {
        String table = upload.attribute().table();
        String name = upload.attribute().name();
        return result == PutResult.STORED
                ? new S3BackedEvent.Uploaded(table, name, place, upload.bytes(), took)
                : new S3BackedEvent.Deduplicated(table, name, place, upload.bytes(), took);
    }

    private CompletionStage<R> notUploaded(Throwable failure) {
        return removal.rollBack(attempt, doubtful).thenCompose(done -> fail(notSent(failure)));
    }

    private Throwable notSent(Throwable failure) {
        return failure instanceof S3BackedException ours
                ? ours.at(write.operation() + " of " + write.table() + " was not sent")
                : failure;
    }

    // ---- send ----

    private CompletionStage<R> send() {
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
        if (attempt.number() == 1) {
            firstSentAt = world.nanoTime().getAsLong();
        }
        phase = Phase.SENT;
        CompletableFuture<R> sent = begin(() -> write.send(attempt));
        follow(List.of(sent));
        return then(sent, (response, failure) -> failure == null ? committed(response) : failed(failure));
    }

    private CompletionStage<R> failed(Throwable failure) {
        Verdict verdict = Verdict.of(failure);
        if (verdict == Verdict.REJECTED && inDoubt && write.showsOwnWrite(failure, doubtful)) {
            return committedEarlier(failure);
        }
        if (verdict == Verdict.UNKNOWN) {
            inDoubt = true;
            doubtful.addAll(attempt.references());
        }
        phase = inDoubt ? Phase.SENT : Phase.NOT_SENT;
        Optional<Duration> again = mayGoOn() ? retry.after(failure) : Optional.empty();
        return again.isPresent()
                ? pause(again.get()).thenCompose(ready -> again(verdict))
                : removal.rollBack(attempt, doubtful).thenCompose(done -> present(failure));
    }

    private boolean mayGoOn() {
        return !cancelled && !(write.isIdempotent() && since(firstSentAt).compareTo(TOKEN_LIFE) > 0);
    }

    private CompletionStage<R> again(Verdict last) {
        int number = attempt.number() + 1;
        if (last == Verdict.UNKNOWN && !write.isIdempotent()) {
            return upload(number);
        }
        attempt = new Attempt(number, attempt.places(), inDoubt);
        return send();
    }

    // ---- settle ----

    private CompletionStage<R> committed(R response) {
        phase = Phase.DONE;
        retry.succeeded();
        world.events()
                .emit(new S3BackedEvent.Committed(write.table(), write.operation(), attempt.number(), since(began)));
        return observed.thenCompose(before -> {
            Effect effect = write.effect(response, attempt, before);
            removal.unknown(effect.unprocessed());
            return then(
                    begin(() -> write.present(response, attempt)),
                    (presented, failure) -> failure == null
                            ? release(effect).thenApply(done -> presented)
                            : CompletableFuture.failedFuture(
                                    committedWithout("its image could not be fetched", failure)));
        });
    }

    private CompletionStage<Void> release(Effect effect) {
        List<Held> candidates = effect.released().stream()
                .filter(Held::isRemovable)
                .filter(held -> !doubtful.contains(held.reference()))
                .toList();
        if (candidates.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Set<Reference>> after =
                effect.held() == null ? begin(write::observeAfter) : CompletableFuture.completedFuture(effect.held());
        return then(after, (held, failure) -> {
            if (failure != null) {
                removal.failed(references(candidates), failure);
                return CompletableFuture.completedFuture(null);
            }
            return removal.release(candidates.stream()
                    .filter(candidate -> !held.contains(candidate.reference()))
                    .toList());
        });
    }

    private static Set<Reference> references(Collection<Held> held) {
        Set<Reference> references = new LinkedHashSet<>();
        held.forEach(each -> references.add(each.reference()));
        return references;
    }

    /** The condition of this attempt failed because of an earlier one, which was done. */
    private CompletionStage<R> committedEarlier(Throwable failure) {
        phase = Phase.DONE;
        retry.succeeded();
        world.events()
                .emit(new S3BackedEvent.Committed(write.table(), write.operation(), attempt.number(), since(began)));
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
        return then(
                begin(() -> write.present(failure, attempt)), (seen, other) -> fail(other == null ? seen : failure));
    }

    private CompletionStage<R> fail(Throwable failure) {
        if (inDoubt) {
            removal.unknown(doubtful, failure);
            failure.addSuppressed(mayHaveBeenDone(doubtful.isEmpty() ? "" : ": " + doubtful));
        }
        return CompletableFuture.failedFuture(failure);
    }

    private OutcomeUnknownException mayHaveBeenDone(String kept) {
        return new OutcomeUnknownException(
                write.operation() + " of " + write.table() + " may have been done, or may be done yet: "
                        + "an attempt of it ended without an answer that proves the contrary. What it uploaded is kept"
                        + kept
                        + ". Read the item, consistently, to see.",
                null);
    }

    /** How far it has come, for those who do not wait for its end. */
    private enum Phase {
        /** Nothing was sent, or DynamoDB has certainly not done what was. */
        NOT_SENT,
        SENT,
        DONE
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
            futures.forEach(future -> future.cancel(true));
        }
    }

    private static <T> CompletableFuture<T> begin(Supplier<? extends CompletionStage<? extends T>> step) {
        try {
            CompletionStage<? extends T> begun = step.get();
            @SuppressWarnings("unchecked") // a stage only gives
            CompletableFuture<T> future = (CompletableFuture<T>) begun.toCompletableFuture();
            return future;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T, U> CompletionStage<U> then(
            CompletionStage<T> stage, BiFunction<T, @Nullable Throwable, CompletionStage<U>> next) {
        return stage.handle((value, failure) -> next.apply(value, failure == null ? null : Failures.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    /** Completes when the last has ended, with the failure of the first that failed by itself. */
    private static CompletionStage<Optional<Throwable>> whenAllEnded(List<CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> {
                    Throwable first = null;
                    for (CompletableFuture<?> future : futures) {
                        if (future.isCompletedExceptionally()
                                && (first == null || first instanceof CancellationException)) {
                            first = failureOf(future);
                        }
                    }
                    return Optional.ofNullable(first);
                });
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return Failures.unwrap(future.handle((value, failure) -> failure).join());
    }
}
