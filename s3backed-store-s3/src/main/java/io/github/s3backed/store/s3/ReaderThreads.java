package io.github.s3backed.store.s3;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * Threads that make payloads of bytes in memory: as many as there are processors, since none of them waits. What is done when a
 * payload is there may be done on them as well, and somebody may wait in it although nobody should: for a future, say, that one
 * of these threads is to complete. A pool that forks and joins starts another thread in place of one that waits so.
 */
final class ReaderThreads {

    private static final int MAX_THREADS = 256;
    private static final long IDLE_SECONDS = 5;

    private ReaderThreads() {}

    /** @param owned what ends them is added to it */
    static Executor start(String bucket, List<AutoCloseable> owned) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        int processors = Runtime.getRuntime().availableProcessors();
        ForkJoinPool threads = new ForkJoinPool(
                processors,
                pool -> named(ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool), bucket, loader),
                null,
                true,
                processors,
                MAX_THREADS,
                1,
                null,
                IDLE_SECONDS,
                TimeUnit.SECONDS);
        owned.add(threads::shutdown);
        return threads;
    }

    private static ForkJoinWorkerThread named(ForkJoinWorkerThread thread, String bucket, ClassLoader loader) {
        thread.setName("s3backed-s3-" + bucket + "-reader-" + thread.getPoolIndex());
        thread.setContextClassLoader(loader);
        return thread;
    }
}
