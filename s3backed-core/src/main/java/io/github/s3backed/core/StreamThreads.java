package io.github.s3backed.core;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads on which streams are read that block, one for each that is being read. As many as are needed: a stream may wait for
 * another one. They end when they have been idle for some seconds.
 */
final class StreamThreads {

    private static final long IDLE_SECONDS = 5;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    static final Executor EXECUTOR = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "s3backed-stream-" + NUMBERS.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    private StreamThreads() {}
}
