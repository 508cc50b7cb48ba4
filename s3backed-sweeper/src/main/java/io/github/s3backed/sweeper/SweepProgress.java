package io.github.s3backed.sweeper;

/**
 * How far a sweep or a verification is.
 *
 * @param tables how many are scanned
 * @param segments into how many parts all tables together are divided
 * @param segmentsFinished how many of them are scanned to their end
 * @param itemsScanned by now
 * @param objectsListed by now, versions and delete markers among them where a store keeps such
 * @param objectsDeleted by now
 * @param bytesDeleted by now
 */
public record SweepProgress(
        int tables,
        int segments,
        int segmentsFinished,
        long itemsScanned,
        long objectsListed,
        long objectsDeleted,
        long bytesDeleted) {}
