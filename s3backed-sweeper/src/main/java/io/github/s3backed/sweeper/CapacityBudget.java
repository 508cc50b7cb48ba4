package io.github.s3backed.sweeper;

import java.util.concurrent.TimeUnit;

/** Keeps scans below a number of capacity units per second, over all segments together. Safe for use by many threads. */
final class CapacityBudget {

    private final double unitsPerSecond;
    private long paidUntil = System.nanoTime();

    /** {@link Double#POSITIVE_INFINITY} for no limit. */
    CapacityBudget(double unitsPerSecond) {
        this.unitsPerSecond = unitsPerSecond;
    }

    /** Waits until what was consumed before is paid for, and takes note of what was consumed now. */
    void consume(double units) throws InterruptedException {
        long wait = pay(units);
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private synchronized long pay(double units) {
        long now = System.nanoTime();
        paidUntil = Math.max(now, paidUntil) + (long) (units / unitsPerSecond * TimeUnit.SECONDS.toNanos(1));
        return paidUntil - now;
    }
}
