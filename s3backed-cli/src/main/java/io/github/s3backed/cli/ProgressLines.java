package io.github.s3backed.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A line now and then, for logs. */
final class ProgressLines implements Progress {

    private static final long EVERY = TimeUnit.SECONDS.toNanos(Integer.getInteger("s3backed.progress.seconds", 10));

    private final String task;
    private final Consumer<String> lines;
    private long last = System.nanoTime();

    ProgressLines(String task, Consumer<String> lines) {
        this.task = task;
        this.lines = lines;
    }

    @Override
    public synchronized void show(long done, long total, String detail) {
        long now = System.nanoTime();
        if (now - last >= EVERY) {
            last = now;
            lines.accept(task + ": " + Console.count(done) + " of " + Console.count(total) + " segments, " + detail);
        }
    }
}
