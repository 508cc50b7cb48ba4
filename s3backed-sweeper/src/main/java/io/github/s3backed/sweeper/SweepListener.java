package io.github.s3backed.sweeper;

/** Hears how far a sweep is. */
@FunctionalInterface
public interface SweepListener {

    /**
     * Called after each page that was scanned or listed and each batch that was deleted, on the sweep's threads but on one
     * at a time. What it throws ends the sweep.
     */
    void progressed(SweepProgress progress);
}
