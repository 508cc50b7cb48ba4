package io.github.s3backed.sweeper;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How tables are scanned, for all builders that scan some; each names these settings itself. Not thread-safe. */
final class ScanOptions {

    private static final int DEFAULT_SEGMENTS = 4;
    private static final int MAX_SEGMENTS = 1_000_000;
    private static final int DEFAULT_SAMPLES = 20;

    private int segments = DEFAULT_SEGMENTS;
    private int parallelism = DEFAULT_SEGMENTS;
    private int samples = DEFAULT_SAMPLES;
    private double capacityPerSecond = Double.POSITIVE_INFINITY;
    private Duration patience = Duration.ofMinutes(5);

    int segments() {
        return segments;
    }

    void segments(int count) {
        if (count < 1 || count > MAX_SEGMENTS) {
            throw new IllegalArgumentException("A table has 1 to 1,000,000 segments, but was given: " + count);
        }
        segments = count;
    }

    int parallelism() {
        return parallelism;
    }

    void parallelism(int scans) {
        if (scans < 1) {
            throw new IllegalArgumentException("At least 1 scan must be possible at once, but was: " + scans);
        }
        parallelism = scans;
    }

    int samples() {
        return samples;
    }

    void samples(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("A number of samples is not negative, but was: " + count);
        }
        samples = count;
    }

    double capacityPerSecond() {
        return capacityPerSecond;
    }

    void capacityPerSecond(double units) {
        capacityPerSecond = requireCapacity(units);
    }

    static double requireCapacity(double units) {
        if (!(units > 0)) {
            throw new IllegalArgumentException("A capacity is more than 0 units per second, but was: " + units);
        }
        return units;
    }

    Duration patience() {
        return patience;
    }

    void patience(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("A patience is positive, but was: " + longest);
        }
        patience = longest;
    }

    /** @param itemsPerPage null for as many as DynamoDB sends */
    ScanSettings settings(@Nullable Integer itemsPerPage) {
        return new ScanSettings(segments, parallelism, capacityPerSecond, patience, itemsPerPage);
    }
}
