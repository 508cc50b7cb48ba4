package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.FailedDeletion;
import java.time.Instant;
import java.util.List;

/**
 * What a sweep found and did. Immutable.
 *
 * @param store that was swept
 * @param dryRun whether it deleted nothing on purpose
 * @param resumed whether an earlier process had begun it
 * @param cutOff what was stored from then on was too young, by the store's clock
 */
public record SweepReport(
        BlobLocation store,
        boolean dryRun,
        boolean resumed,
        Instant cutOff,
        Scanned scanned,
        Listed listed,
        Deleted deleted) {

    /**
     * What was scanned.
     *
     * @param tables how many
     * @param segments into how many parts all of them were divided
     * @param items how many
     * @param references into the store, in whatever attribute; those that occur twice count twice
     */
    public record Scanned(int tables, int segments, long items, long references) {}

    /**
     * What was listed. In a bucket with versioning each version and each delete marker counts as an object.
     *
     * @param objects all that were listed
     * @param bytes of all that were listed
     * @param live objects that an item refers to
     * @param young objects that nothing refers to, and that are too young to be sure
     * @param retained objects that nothing refers to, and that the retention keeps
     * @param skipped objects under shared keys, where these were not to be swept
     * @param orphans objects to be deleted
     * @param orphanBytes of those
     * @param staleUploads unfinished uploads to be aborted
     * @param unknown objects of no declared template or table; they are left alone
     * @param orphanKeys some keys of orphans
     * @param unknownKeys some keys of unknown objects
     */
    public record Listed(
            long objects,
            long bytes,
            long live,
            long young,
            long retained,
            long skipped,
            long orphans,
            long orphanBytes,
            long staleUploads,
            long unknown,
            List<String> orphanKeys,
            List<String> unknownKeys) {

        public Listed {
            orphanKeys = List.copyOf(orphanKeys);
            unknownKeys = List.copyOf(unknownKeys);
        }
    }

    /**
     * What was deleted.
     *
     * @param objects how many
     * @param bytes of those; what a bucket with versioning still keeps counts as well
     * @param uploads unfinished ones that were aborted
     * @param failed how many could not be deleted; the next sweep finds them again
     * @param failures some of these, and why
     */
    public record Deleted(long objects, long bytes, long uploads, long failed, List<FailedDeletion> failures) {

        public Deleted {
            failures = List.copyOf(failures);
        }
    }
}
