package io.github.s3backed.dynamodb;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what no caller's thread is there for. They may block, and end when they have been idle for some seconds. Not those of
 * the common pool: callers of a blocking client may occupy all of them, and would wait for what waits for them.
 */
final class IdleThreads {

    private static final long IDLE_SECONDS = 5;

    static final Executor EXECUTOR = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "s3backed-dynamodb");
                thread.setDaemon(true);
                return thread;
            });

    private IdleThreads() {}
}
