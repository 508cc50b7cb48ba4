package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites what items hold in S3-backed attributes, so that it is as the registration says today: values from before an attribute was
 * S3-backed are offloaded, payloads of former stores and key templates are moved.
 *
 * <pre>{@code
 * MigrateReport report = Migrator.builder()
 *         .tables(s3backed, dynamoDb)
 *         .stateFolder(Path.of("/var/lib/migrate"))
 *         .rewriteItems()                                  // without it: a dry run
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>Readers and writers may go on meanwhile. Each rewrite is an update of one attribute, on the condition that it holds what was read, so
 * that whoever else writes wins; it follows the rules of every coordinated write, and what it leaves behind if the process ends is an
 * orphan at the most. What it replaces is removed where a write may do that: an object of a former logical name, of a template
 * without {@code {writeId}}, or of an S3Link stays.
 *
 * <p>Immutable, and used by one thread at a time.
 */
public final class Migrator {

    private final MigrateSettings settings;

    private Migrator(MigrateSettings settings) {
        this.settings = settings;
    }

    /** A builder; tables are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Migrates once, on this thread and some of its own, and returns when that is done. If an earlier process was killed while it migrated
     * with the same settings and state folder, goes on from there. An attribute that cannot be rewritten does not end it.
     *
     * @throws SweepRefusedException if a client is a wrapped one, or {@link Builder#toNative} was asked for and a registration refuses
     *     native values; nothing was written
     * @throws SweepFailedException if a scan or the state folder failed, or the thread was interrupted; running again goes on
     */
    public MigrateReport run() {
        return new MigrateRun(settings).run();
    }

    /** Collects how to migrate. Not thread-safe. */
    public static final class Builder extends ScanBuilder<Builder> {

        private final List<MigratedTable> tables = new ArrayList<>();
        private @Nullable Path stateFolder;
        private boolean rewriteItems;
        private boolean recompress;
        private boolean adoptS3Links;
        private boolean toNative;
        private double writeCapacityPerSecond = Double.POSITIVE_INFINITY;
        private MigrateListener listener = progress -> {};
        private Steps steps = Steps.UNOBSERVED;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        @Override
        Builder tables(S3BackedDynamoDb s3backed, TableClient client) {
            tables.addAll(MigratedTable.of(s3backed, client));
            return this;
        }

        /** Rewrites, instead of only counting what would be rewritten. */
        public Builder rewriteItems() {
            this.rewriteItems = true;
            return this;
        }

        /**
         * Stores payloads anew that are stored under another compressor than today's, which costs a request for each reference. One that
         * compression did not make smaller is read each time, to see whether today's does.
         */
        public Builder recompress() {
            this.recompress = true;
            return this;
        }

        /**
         * Takes the objects of S3Links, which the DynamoDBMapper of the AWS SDK for Java 1.x stores as a JSON text, for the payloads, where
         * their bucket is a configured store. The objects are read and left alone. Without it S3Links are skipped.
         */
        public Builder adoptS3Links() {
            this.adoptS3Links = true;
            return this;
        }

        /**
         * Goes the other way: payloads become the values that DynamoDB would hold without this library, as {@link
         * NativeValues#READ_AND_WRITE} writes them, if the item then is no larger than DynamoDB allows. Register the tables so in
         * every client first, or what is written meanwhile is S3-backed again.
         */
        public Builder toNative() {
            this.toNative = true;
            return this;
        }

        /**
         * Where the migration keeps how far it is, so that it survives its process: a folder of its own on a local disk, made if it is
         * not there, and empty again when it is done. Not for two migrations at one time. Without it one that is run again begins from the
         * beginning, which costs a scan and does no harm.
         */
        public Builder stateFolder(Path folder) {
            this.stateFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * The most write capacity units per second that all rewrites together consume on average; no limit by default. A rewrite consumes
         * one for each KiB of its whole item.
         *
         * @param units more than 0
         */
        public Builder writeCapacityPerSecond(double units) {
            this.writeCapacityPerSecond = requireCapacity(units);
            return this;
        }

        /**
         * How many attributes of each outcome are reported one by one; 20 by default. All are counted.
         *
         * @param count not negative
         */
        public Builder samplesPerOutcome(int count) {
            return samples(count);
        }

        /** Who hears how far the migration is; nobody by default. */
        public Builder listener(MigrateListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        Builder steps(Steps observer) {
            this.steps = observer;
            return this;
        }

        /**
         * The migrator, which sends no request yet.
         *
         * @throws IllegalArgumentException if there is no table, or {@link #toNative} and what contradicts it were asked for
         */
        public Migrator build() {
            if (tables.isEmpty()) {
                throw new IllegalArgumentException("A migrator needs at least one registered table.");
            }
            if (toNative && (recompress || adoptS3Links)) {
                throw new IllegalArgumentException(
                        "toNative takes payloads out of the store; recompress and adoptS3Links put them there. Do one first.");
            }
            return new Migrator(new MigrateSettings(
                    tables,
                    stateFolder,
                    !rewriteItems,
                    recompress,
                    adoptS3Links,
                    toNative,
                    scans(),
                    writeCapacityPerSecond,
                    samples(),
                    listener,
                    steps));
        }
    }
}
