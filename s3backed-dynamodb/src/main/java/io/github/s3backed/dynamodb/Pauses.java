package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stages that complete after a while, on threads that end when they have been idle for some seconds. Not on those of the
 * common pool: callers of a blocking client may occupy all of them, and would wait for a pause that waits for them.
 */
final class Pauses {

    private static final long IDLE_SECONDS = 5;

    private final Executor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "s3backed-pause");
                thread.setDaemon(true);
                return thread;
            });

    CompletionStage<Void> pause(Duration delay) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads));
    }
}
