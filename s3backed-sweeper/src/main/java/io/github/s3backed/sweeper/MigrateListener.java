package io.github.s3backed.sweeper;

/** Hears how far a migration or a restoration is. */
@FunctionalInterface
public interface MigrateListener {

    /** Called after each page of items, on the threads of the scan but on one at a time. What it throws ends the run. */
    void progressed(MigrateProgress progress);
}
