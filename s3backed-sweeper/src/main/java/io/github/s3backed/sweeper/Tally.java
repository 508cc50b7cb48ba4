package io.github.s3backed.sweeper;

/** Counts what was done, and tells a listener. Safe for use by many threads. */
final class Tally {

    private final SweepListener listener;
    private final int tables;
    private final int segments;
    private int segmentsFinished;
    private long items;
    private long listed;
    private long deleted;
    private long bytes;

    Tally(SweepListener listener, int tables, int segments) {
        this.listener = listener;
        this.tables = tables;
        this.segments = segments;
    }

    synchronized void scanned(long count, boolean finished) {
        items += count;
        segmentsFinished += finished ? 1 : 0;
        tell();
    }

    synchronized void listed(long count) {
        listed += count;
        tell();
    }

    synchronized void deleted(long count, long size) {
        deleted += count;
        bytes += size;
        tell();
    }

    private void tell() {
        listener.progressed(new SweepProgress(tables, segments, segmentsFinished, items, listed, deleted, bytes));
    }
}
