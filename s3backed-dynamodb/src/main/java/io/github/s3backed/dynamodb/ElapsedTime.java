package io.github.s3backed.dynamodb;

import java.util.function.LongSupplier;

/**
 * Nanoseconds that pass also while the machine is suspended, which {@link System#nanoTime} does not count everywhere: a write
 * that slept through the grace period must not be sent. Never goes back.
 */
final class ElapsedTime implements LongSupplier {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** From which difference on the clocks are believed to disagree. */
    private static final long SUSPENDED = 1_000 * NANOS_PER_MILLI;

    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private long lastNanos;
    private long lastMillis;
    private long total;

    ElapsedTime() {
        this(System::nanoTime, System::currentTimeMillis);
    }

    ElapsedTime(LongSupplier nanoTime, LongSupplier millis) {
        this.nanoTime = nanoTime;
        this.millis = millis;
        this.lastNanos = nanoTime.getAsLong();
        this.lastMillis = millis.getAsLong();
    }

    @Override
    public synchronized long getAsLong() {
        long nanos = nanoTime.getAsLong();
        long wall = millis.getAsLong();
        long sinceLast = nanos - lastNanos;
        // The wall clock counts whole milliseconds, so small differences mean nothing.
        long sinceLastByWall = (wall - lastMillis) * NANOS_PER_MILLI;
        total += Math.max(0, sinceLastByWall - sinceLast > SUSPENDED ? sinceLastByWall : sinceLast);
        lastNanos = nanos;
        lastMillis = wall;
        return total;
    }
}
