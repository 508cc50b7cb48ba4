package io.github.s3backed.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Where requests or answers wait until a test has done what is to happen meanwhile; see {@link Fault#holdRequest} and {@link
 * Fault#holdAnswer}. Once it is open, everything passes. Safe for use by many threads.
 */
public final class Gate {

    private static final long PATIENCE_SECONDS = 30;

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> open = new CompletableFuture<>();

    /** A closed one. */
    public Gate() {}

    /** A closed one that opens by itself. */
    static Gate openingAfter(Duration time) {
        Gate gate = new Gate();
        gate.open.completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
        return gate;
    }

    /**
     * Waits until something waits here.
     *
     * @throws CompletionException if nothing came for half a minute
     */
    public void awaitReached() {
        reached.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Completes when something waits here; a copy. */
    public CompletableFuture<Void> reached() {
        return reached.copy();
    }

    /** Lets it pass. */
    public void open() {
        open.complete(null);
    }

    /** Breaks the connections of what waits here or comes later. */
    public void breakOff() {
        open.completeExceptionally(HttpFaults.broken());
    }

    /** Notes that something is here, and completes when it may pass, or fails when its connection is broken. */
    CompletableFuture<Void> arrive() {
        reached.complete(null);
        return open.copy();
    }

    /**
     * Waits as a thread that reads from a socket does: an interrupt does not end it.
     *
     * @param aborted ends it as well
     */
    void pass(CompletableFuture<?> aborted) throws IOException {
        try {
            CompletableFuture.anyOf(arrive(), aborted).join();
        } catch (CompletionException e) {
            throw HttpFaults.broken();
        }
    }
}
