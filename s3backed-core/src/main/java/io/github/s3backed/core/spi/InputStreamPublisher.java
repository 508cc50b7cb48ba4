package io.github.s3backed.core.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the bytes of a stream that blocks, read on an executor as fast as the subscriber asks for them. Each subscriber has
 * a stream of its own. Safe for use by many threads.
 */
public final class InputStreamPublisher implements Flow.Publisher<ByteBuffer> {

    private static final int PART = 64 * 1024;

    private final Callable<InputStream> source;
    private final Executor executor;

    private InputStreamPublisher(Callable<InputStream> source, Executor executor) {
        this.source = Objects.requireNonNull(source, "source");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /**
     * A publisher.
     *
     * @param source opens the stream, on the executor; it is closed at the end, after a failure, and when the subscriber cancels
     * @param executor whose threads may block; none is occupied while nothing is asked for
     */
    public static InputStreamPublisher of(Callable<InputStream> source, Executor executor) {
        return new InputStreamPublisher(source, executor);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber));
    }

    /** One pass. At most one thread at a time is in {@link #run}: the one that raised the demand from zero. */
    private final class Reading implements Flow.Subscription, Runnable {

        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final Object lock = new Object();
        private long demand;
        private boolean refused;
        private boolean ended;
        private @Nullable InputStream in;

        Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
        }

        @Override
        public void request(long count) {
            if (raise(count)) {
                executeOrFail();
            }
        }

        /** Whether nobody is meeting a demand yet. */
        private boolean raise(long count) {
            synchronized (lock) {
                boolean idle = demand == 0 && !ended;
                // Told by the thread that meets the demand: no two signals at once.
                refused |= count <= 0;
                // Reactive Streams, rule 3.17: from there on it is unbounded.
                long sum = demand + Math.max(count, 1);
                demand = sum < 0 ? Long.MAX_VALUE : sum;
                return idle;
            }
        }

        private void executeOrFail() {
            try {
                executor.execute(this);
            } catch (Throwable e) {
                fail(e);
                close();
            }
        }

        @Override
        public void run() {
            boolean over = false;
            try {
                boolean more = true;
                while (more) {
                    over = !sendOne();
                    more = !over && takeOne();
                }
            } catch (Throwable e) {
                // Also an Error: the subscriber waits for an end.
                over = true;
                fail(e);
            }
            if (over) {
                close();
            }
        }

        /** Whether there may be more to send. */
        private boolean sendOne() throws Exception {
            if (!mayGoOn()) {
                return false;
            }
            InputStream stream = in == null ? in = source.call() : in;
            byte[] part = stream.readNBytes(PART);
            if (part.length > 0 && mayGoOn()) {
                subscriber.onNext(ByteBuffer.wrap(part));
            }
            if (part.length < PART && end()) {
                subscriber.onComplete();
            }
            return part.length == PART && mayGoOn();
        }

        /** @throws IllegalArgumentException if the subscriber has asked for what nobody can ask for */
        private boolean mayGoOn() {
            synchronized (lock) {
                if (refused) {
                    throw new IllegalArgumentException("Reactive Streams, rule 3.9: the demand must be positive.");
                }
                return !ended;
            }
        }

        /** Whether the demand goes on after one part of it was met. If not, whoever cancels closes the stream. */
        private boolean takeOne() {
            synchronized (lock) {
                if (!ended) {
                    demand--;
                }
                return demand > 0;
            }
        }

        /** Whether it was this call that ended it. */
        private boolean end() {
            synchronized (lock) {
                boolean first = !ended;
                ended = true;
                return first;
            }
        }

        private void fail(Throwable failure) {
            if (end()) {
                subscriber.onError(failure);
            }
        }

        @Override
        public void cancel() {
            boolean idle;
            synchronized (lock) {
                idle = demand == 0;
                ended = true;
            }
            if (idle) {
                close();
            }
        }

        private void close() {
            InputStream opened;
            synchronized (lock) {
                opened = in;
                in = null;
            }
            try {
                if (opened != null) {
                    opened.close();
                }
            } catch (IOException e) {
                // All that was needed has been read.
            }
        }
    }
}
