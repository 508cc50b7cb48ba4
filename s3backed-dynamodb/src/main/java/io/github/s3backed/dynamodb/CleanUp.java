package io.github.s3backed.dynamodb;

/** Who removes objects that committed writes have replaced and rejected writes have uploaded. */
public enum CleanUp {
    /**
     * The client, as soon as the outcome of the write is known. Needs exclusive key templates that name item and
     * attribute; a configuration with any other is refused.
     */
    IMMEDIATE,
    /** The sweeper, after the grace period: for buckets without permission to delete, and tables whose backups are restored. */
    SWEEPER
}
