package io.github.s3backed.cli;

import io.github.s3backed.sweeper.SweepProgress;

/** How far a command is, on standard error. */
interface Progress extends AutoCloseable {

    Progress NONE = (done, total, detail) -> {};

    /**
     * Says it.
     *
     * @param done of {@code total} parts
     * @param detail a few words
     */
    void show(long done, long total, String detail);

    default void show(SweepProgress progress) {
        show(progress.segmentsFinished(), progress.segments(), detail(progress));
    }

    private static String detail(SweepProgress progress) {
        String text = Console.count(progress.itemsScanned()) + " items";
        if (progress.objectsListed() > 0) {
            text += ", " + Console.count(progress.objectsListed()) + " objects";
        }
        if (progress.objectsDeleted() > 0) {
            text += ", " + Console.count(progress.objectsDeleted()) + " deleted";
        }
        return text;
    }

    @Override
    default void close() {}
}
