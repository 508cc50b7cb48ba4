package io.github.s3backed.cli;

import io.github.s3backed.sweeper.MigrateProgress;
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

    default void show(MigrateProgress progress) {
        show(progress.segmentsFinished(), progress.segments(), detail(progress));
    }

    private static String detail(MigrateProgress progress) {
        return Console.count(progress.itemsScanned()) + " items, " + Console.count(progress.changes()) + " changes"
                + (progress.failures() > 0 ? ", " + Console.count(progress.failures()) + " failures" : "");
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
