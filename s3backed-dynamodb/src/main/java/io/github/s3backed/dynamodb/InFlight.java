package io.github.s3backed.dynamodb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How much may be under way with one store at once, in requests and in bytes; what exceeds it waits for its turn, in order
 * and without a thread. A request that is larger than the limit by itself has its turn when nothing else is under way.
 */
final class InFlight {

    private final int maxRequests;
    private final long maxBytes;
    private final Deque<Turn<?>> waiting = new ArrayDeque<>();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private int requests;
    private long bytes;

    InFlight(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /**
     * Does {@code work} when there is room for it.
     *
     * @param size in bytes; 0 where it is learned while it is under way
     * @param work is given its turn, to say how large it turns out to be
     * @return cancelling it keeps work that has not begun from beginning, and does nothing to what has
     */
    <T> CompletableFuture<T> run(long size, Function<Turn<T>, CompletionStage<T>> work) {
        Turn<T> turn = new Turn<>(this, work, size);
        synchronized (this) {
            waiting.add(turn);
        }
        beginWhatFits();
        return turn;
    }

    // What ends at once begins the next: counting wake-ups instead of calling again keeps the stack flat.
    private void beginWhatFits() {
        if (wakeUps.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            for (Turn<?> next = next(); next != null; next = next()) {
                next.begin();
            }
            seen = wakeUps.addAndGet(-seen);
        } while (seen > 0);
    }

    private synchronized @Nullable Turn<?> next() {
        while (!waiting.isEmpty() && waiting.peek().isDone()) {
            waiting.remove(); // Cancelled while it waited.
        }
        Turn<?> next = waiting.peek();
        if (next == null || requests >= maxRequests || requests > 0 && bytes + next.size > maxBytes) {
            return null;
        }
        requests++;
        bytes += next.size;
        return waiting.remove();
    }

    private synchronized void grow(long more) {
        bytes += more;
    }

    private void end(long size) {
        synchronized (this) {
            requests--;
            bytes -= size;
        }
        beginWhatFits();
    }

    /** One piece of work. */
    static final class Turn<T> extends CompletableFuture<T> {

        private final InFlight inFlight;
        private final Function<Turn<T>, CompletionStage<T>> work;
        private long size;
        /** Set when it begins, or is cancelled before. */
        private final AtomicBoolean decided = new AtomicBoolean();

        private Turn(InFlight inFlight, Function<Turn<T>, CompletionStage<T>> work, long size) {
            this.inFlight = inFlight;
            this.work = work;
            this.size = size;
        }

        private void begin() {
            if (!decided.compareAndSet(false, true)) {
                inFlight.end(size()); // Cancelled in the last moment.
                return;
            }
            start().whenComplete((value, failure) -> {
                if (failure == null) {
                    // Room first: who waits for this may be waiting for the next as well.
                    inFlight.end(size());
                    complete(value);
                } else {
                    // Room last: who hears of this may cancel what would take it.
                    completeExceptionally(Failures.unwrap(failure));
                    inFlight.end(size());
                }
            });
        }

        private CompletableFuture<T> start() {
            try {
                return work.apply(this).toCompletableFuture();
            } catch (Throwable e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        /** Says how large the work turned out to be. */
        synchronized void learn(long bytes) {
            inFlight.grow(bytes - size);
            size = bytes;
        }

        private synchronized long size() {
            return size;
        }

        /**
         * Keeps work that has not begun from beginning. What has begun goes on, and this ends with it: a request that is no
         * longer waited for would still take room, and might still take effect.
         *
         * @return false if it has begun
         */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean withdrawn = decided.compareAndSet(false, true) && super.cancel(mayInterruptIfRunning);
            if (withdrawn) {
                inFlight.beginWhatFits(); // What waits behind it may be smaller.
            }
            return withdrawn;
        }

        /** What follows a turn is none. */
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
