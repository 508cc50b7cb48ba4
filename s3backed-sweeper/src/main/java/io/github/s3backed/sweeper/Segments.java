package io.github.s3backed.sweeper;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Scans segments, on threads where some are scanned at one time, and ends them all where one fails. */
final class Segments {

    private Segments() {}

    /**
     * Returns when all have come to their end, and throws what the first one failed with when the others have stopped.
     *
     * @param patience how long the others may take to stop
     */
    static void runAll(List<Callable<Object>> scans, int parallelism, Duration patience) throws InterruptedException {
        if (parallelism == 1) {
            for (Callable<Object> scan : scans) {
                run(scan);
            }
        } else {
            runAtOnce(scans, parallelism, patience);
        }
    }

    private static void run(Callable<Object> scan) throws InterruptedException {
        try {
            scan.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw Waiting.unchecked(e);
        }
    }

    private static void runAtOnce(List<Callable<Object>> scans, int parallelism, Duration patience)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallelism, scans.size()), work -> {
            Thread thread = new Thread(work, "s3backed-sweep");
            thread.setDaemon(true);
            return thread;
        });
        ExecutorCompletionService<Object> running = new ExecutorCompletionService<>(threads);
        try {
            scans.forEach(running::submit);
            for (int left = scans.size(); left > 0; left--) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            throw Waiting.unchecked(e);
        } finally {
            threads.shutdownNow();
            // What they write to is closed next.
            threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
