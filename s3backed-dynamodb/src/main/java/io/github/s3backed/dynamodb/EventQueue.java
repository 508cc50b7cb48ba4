package io.github.s3backed.dynamodb;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Hands events to a listener on a thread of its own, which ends when there have been none for some seconds. */
final class EventQueue implements Events {

    private static final System.Logger LOG = System.getLogger(S3BackedDynamoDb.class.getName());
    private static final int CAPACITY = 10_000;
    private static final long IDLE_SECONDS = 5;

    private final S3BackedListener listener;
    private final Predicate<S3BackedEvent> heard;
    private final AtomicLong lost = new AtomicLong();
    private final ThreadPoolExecutor thread;

    EventQueue(S3BackedListener listener) {
        this.listener = listener;
        this.heard = listener instanceof LoggingListener usual ? usual::logs : event -> true;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(CAPACITY),
                work -> {
                    Thread worker = new Thread(work, "s3backed-events");
                    worker.setDaemon(true);
                    return worker;
                },
                (work, full) -> lose());
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void emit(S3BackedEvent event) {
        if (!heard.test(event)) {
            return; // Waking a thread for what nobody hears is a good part of what reading a small payload costs.
        }
        try {
            thread.execute(() -> hand(event));
        } catch (Throwable e) {
            lose(); // No thread can be started: that must not be the end of a request.
        }
    }

    private void hand(S3BackedEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A listener failed on a " + event.getClass().getSimpleName() + " event.",
                    e);
        }
    }

    // A warning for each power of ten: the log must not drown as well.
    private void lose() {
        if (thread.isShutdown()) {
            return; // Who has closed it wants to hear no more.
        }
        long count = lost.incrementAndGet();
        if (Long.toString(count).matches("10*")) {
            LOG.log(System.Logger.Level.WARNING, "The listener is too slow, and has lost " + count + " events so far.");
        }
    }

    /** Whether there is a thread just now. */
    boolean hasThread() {
        return thread.getPoolSize() > 0;
    }

    /** Ends the thread when it has handed over what it has. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
