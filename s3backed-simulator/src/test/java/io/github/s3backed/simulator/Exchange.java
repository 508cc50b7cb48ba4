package io.github.s3backed.simulator;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a service, and its answer on the way back. It has its effect at once when it arrives, or never.
 *
 * @param <R> the answer
 */
final class Exchange<R> implements Task {

    /** How long a signed request is accepted (AWS Identity and Access Management User Guide, "Signature validity"). */
    private static final long SIGNATURE_VALIDITY = Duration.ofMinutes(15).toNanos();

    private static final int USUAL = 20;
    private static final int LATE = 6;

    /** What a service does. It throws what it refuses a request with. */
    interface Service<R> {
        R apply(Fate arrival);
    }

    private enum State {
        SENT,
        DONE,
        LATE
    }

    private final Simulation simulation;
    private final Actor actor;
    private final Kind kind;
    private final int number;
    private final String detail;
    private final Service<R> service;
    private final Paths paths;
    private final long signedAt;
    private final @Nullable Operation operation;
    private final Set<String> references;
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private State state = State.SENT;
    private @Nullable R answer;
    private @Nullable RuntimeException refusal;
    private boolean sentAgain;

    /**
     * A request.
     *
     * @param detail what it is about, for the trace
     * @param references the keys of the objects that it would make an item refer to
     */
    Exchange(
            Simulation simulation,
            Actor actor,
            Kind kind,
            String detail,
            Paths paths,
            Set<String> references,
            Service<R> service) {
        this.simulation = simulation;
        this.actor = actor;
        this.kind = kind;
        this.number = actor.nextRequest();
        this.detail = detail;
        this.paths = paths;
        this.references = references;
        this.service = service;
        this.signedAt = simulation.now();
        this.operation = actor.current;
    }

    /** Sends it. The future is the client's, who may cancel it. Where all is quiet it is answered before this returns. */
    CompletableFuture<R> send() {
        simulation.add(this);
        if (simulation.isQuiet()) {
            arrive(Fate.ARRIVES);
            end();
            return future;
        }
        future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                leave();
            }
        });
        return future;
    }

    /** Nobody waits for it any more: what has not had its effect may still have it. */
    private void leave() {
        if (state == State.SENT && paths.hasEffects()) {
            state = State.LATE;
        } else {
            simulation.remove(this);
        }
    }

    Kind kind() {
        return kind;
    }

    /** What it is about, as a trace says it. */
    String detail() {
        return detail.strip();
    }

    /** What it was sent for; null for the sweeper. */
    @Nullable
    Operation operation() {
        return operation;
    }

    /** The keys of objects that it may yet make an item refer to. */
    Set<String> referencesOnTheirWay() {
        return mayHaveEffect() ? references : Set.of();
    }

    /** Whether it may yet have an effect. */
    boolean mayHaveEffect() {
        return kind.writesItems() && state != State.DONE && !isExpired() && !isRepetition();
    }

    /** Of a transaction that was done, which DynamoDB tells by its token. */
    private boolean isRepetition() {
        return kind == Kind.TRANSACT_WRITE_ITEMS && operation != null && !operation.effects.isEmpty();
    }

    private boolean isExpired() {
        long transit = kind == Kind.TRANSACT_WRITE_ITEMS ? simulation.transactionTransit() : SIGNATURE_VALIDITY;
        return simulation.now() - signedAt > transit;
    }

    @Override
    public Actor actor() {
        return actor;
    }

    @Override
    public boolean outlivesCrash() {
        if (state == State.SENT && paths.hasEffects()) {
            state = State.LATE;
        }
        return state == State.LATE;
    }

    @Override
    public int weight() {
        return state == State.LATE ? LATE : USUAL;
    }

    @Override
    public long identity() {
        return ((actor.number * 64L + kind.ordinal()) * 4096 + number) * 4 + state.ordinal();
    }

    @Override
    public int ways() {
        return fates().length;
    }

    /** What can become of it next; the first is the ordinary. */
    Fate[] fates() {
        return switch (state) {
            case SENT -> paths.onTheWay();
            case DONE -> refusal == null && !sentAgain ? paths.onTheWayBack() : paths.refusedOnTheWayBack();
            case LATE -> paths.late();
        };
    }

    @Override
    public void happen(int way) {
        Fate fate = fates()[way];
        simulation.coverage().count(actor.role, kind, fate);
        simulation.trace(() -> actor + ": " + kind.text + " #" + number + detail + " " + fate.text);
        switch (fate) {
            case ARRIVES, STALE, PARTLY, PARTLY_DONE -> arrive(fate);
            case ARRIVES_LATE -> arriveLate();
            case VANISHES -> simulation.remove(this);
            case ANSWERED -> end();
            case LOST -> fail(Refusals.brokenConnection(kind));
            case ANSWER_LOST -> fail(Refusals.brokenConnection(kind));
            case GIVEN_UP -> giveUp();
            case THROTTLED -> fail(Refusals.throttled(kind));
            case REFUSED -> fail(Refusals.invalid("ValidationException"));
            case FAILS, FAILS_DONE -> fail(Refusals.internalError());
            case IN_PROGRESS -> fail(Refusals.inProgress());
            case SENT_AGAIN -> {
                sentAgain = true;
                state = State.SENT;
            }
        }
    }

    private void arrive(Fate fate) {
        state = State.DONE;
        if (isExpired()) {
            refusal = Refusals.expiredSignature(kind);
        } else {
            apply(fate);
        }
        simulation.trace(() -> refusal == null ? "    done" : "    refused: " + Simulation.nameOf(refusal));
    }

    private void apply(Fate fate) {
        refusal = null;
        simulation.applying(operation);
        try {
            answer = service.apply(fate);
        } catch (Violation | UnsupportedOperationException e) {
            throw e;
        } catch (RuntimeException e) {
            refusal = e;
        }
    }

    private void arriveLate() {
        simulation.remove(this);
        if (!isExpired()) {
            apply(Fate.ARRIVES);
            simulation.trace(() -> refusal == null ? "    done" : "    refused: " + Simulation.nameOf(refusal));
        }
    }

    private void giveUp() {
        state = State.LATE;
        future.completeExceptionally(Refusals.brokenConnection(kind));
    }

    private void end() {
        simulation.remove(this);
        if (refusal == null) {
            future.complete(answer);
        } else {
            future.completeExceptionally(refusal);
        }
    }

    private void fail(RuntimeException failure) {
        simulation.remove(this);
        future.completeExceptionally(failure);
    }

    @Override
    public String toString() {
        return actor + ": " + kind.text + " #" + number + detail;
    }
}
