package io.github.s3backed.sweeper;

/**
 * How far a migration or a restoration is.
 *
 * @param tables how many are scanned
 * @param segments into how many parts all tables together are divided
 * @param segmentsFinished how many of them have come to their end
 * @param itemsScanned by now
 * @param changes attributes that were rewritten, or objects that were put back, by now; in a dry run those that would be
 * @param failures by now
 */
public record MigrateProgress(
        int tables, int segments, int segmentsFinished, long itemsScanned, long changes, long failures) {}
