package io.github.s3backed.simulator;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs code that blocks, in lock-step with a schedule: of the two one runs at any time, so that a schedule comes to the same
 * end whenever it is run. The code may have threads of its own, of which no two may run at a time.
 */
final class LockStep {

    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "simulated-process");
        thread.setDaemon(true);
        return thread;
    });

    private final Thread scheduler = Thread.currentThread();
    private @Nullable Thread waiter;
    private @Nullable Future<?> awaited;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean crashed;
    private volatile boolean codesTurn;

    /** Stops code in the middle of what it does. An error, so that nobody catches it. */
    static final class Crash extends Error {

        private static final long serialVersionUID = 1L;

        Crash() {
            super("crashed", null, false, false);
        }
    }

    // ---- on the thread of the schedule ----

    /** Runs it until it waits for something that is not there, or ends. */
    void begin(Runnable code) {
        codesTurn = true;
        THREADS.execute(() -> {
            try {
                code.run();
            } catch (Throwable e) {
                failure = crashed || e instanceof Crash ? null : e;
            }
            ended = true;
            giveTurn();
        });
        awaitTurn();
    }

    /** Runs it on if what it waits for is there. */
    void goOn() {
        if (!ended && awaited != null && awaited.isDone()) {
            takeTurn();
        }
    }

    /** Ends it where it is. */
    void crash() {
        crashed = true;
        while (!ended) {
            takeTurn();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    private void takeTurn() {
        Thread thread = waiter;
        codesTurn = true;
        LockSupport.unpark(thread);
        awaitTurn();
    }

    private void awaitTurn() {
        while (codesTurn) {
            LockSupport.park(this);
        }
        if (failure != null) {
            throw new IllegalStateException("Simulated code has failed.", failure);
        }
    }

    // ---- on a thread of the code ----

    /** Lets the schedule go on until a future is done. */
    void await(Future<?> future) {
        requireAlive();
        while (!future.isDone()) {
            awaited = future;
            waiter = Thread.currentThread();
            giveTurn();
            while (!codesTurn) {
                LockSupport.park(this);
            }
            requireAlive();
        }
    }

    private void requireAlive() {
        if (crashed) {
            throw new Crash();
        }
    }

    private void giveTurn() {
        codesTurn = false;
        LockSupport.unpark(scheduler);
    }
}
