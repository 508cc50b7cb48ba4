package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * Content that is not in memory, read on an executor as fast as the client sends it, and again from the beginning for
 * each of the client's attempts.
 */
final class ContentBody implements AsyncRequestBody {

    private static final int PART = 64 * 1024;

    private final BlobContent content;
    private final Executor executor;

    ContentBody(BlobContent content, Executor executor) {
        this.content = content;
        this.executor = executor;
    }

    @Override
    public Optional<Long> contentLength() {
        return Optional.of(content.length());
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber));
    }

    /** One pass. At most one thread at a time is in {@link #run}: the one that raised the demand from zero. */
    private final class Reading implements Subscription, Runnable {

        private final Subscriber<? super ByteBuffer> subscriber;
        private final Object lock = new Object();
        private long demand;
        private boolean ended;
        private @Nullable InputStream in;

        Reading(Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            if (count <= 0) {
                fail(new IllegalArgumentException("Reactive Streams, rule 3.9: the demand must be positive."));
            } else if (raise(count)) {
                executeOrFail();
            }
        }

        /** Whether nobody is meeting a demand yet. */
        private boolean raise(long count) {
            synchronized (lock) {
                boolean idle = demand == 0 && !ended;
                // Reactive Streams, rule 3.17: from there on it is unbounded.
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
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
            try {
                boolean more = true;
                while (more) {
                    more = sendOne() && takeOne();
                }
            } catch (Throwable e) {
                // Also an Error: the client waits for an end.
                fail(e);
            }
            if (isEnded()) {
                close();
            }
        }

        /** Whether there is more to send. */
        private boolean sendOne() throws IOException {
            InputStream source = in == null ? in = content.open() : in;
            byte[] part = source.readNBytes(PART);
            if (part.length > 0 && !isEnded()) {
                subscriber.onNext(ByteBuffer.wrap(part));
            }
            if (part.length < PART && end()) {
                subscriber.onComplete();
            }
            return part.length == PART;
        }

        /** Whether the demand goes on after one part of it was met. */
        private boolean takeOne() {
            synchronized (lock) {
                demand--;
                return demand > 0 && !ended;
            }
        }

        private boolean isEnded() {
            synchronized (lock) {
                return ended;
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
            try {
                if (in != null) {
                    in.close();
                }
            } catch (IOException e) {
                // All that was needed has been read.
            }
        }
    }
}
