package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects of a store that no item refers to, and deletes them if told to.
 *
 * <pre>{@code
 * SweepReport report = Sweeper.builder()
 *         .store(S3BlobStore.create(s3, "my-bucket"))
 *         .tables(s3backed, dynamoDb)
 *         .stateFolder(Path.of("/var/lib/sweep"))
 *         .deleteAndLogTo(Path.of("/var/log/sweep.log"))   // without it: a dry run
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>It scans every item of every table, and keeps every object that any string in any of them refers to; and every object that
 * is younger than the grace period of the store's policy. It refuses to run where it cannot be sure of having seen all
 * references: see {@link SweepRefusedException}. Writers may go on meanwhile.
 *
 * <p>Immutable, and used by one thread at a time.
 */
public final class Sweeper {

    private final SweepSettings settings;

    private Sweeper(SweepSettings settings) {
        this.settings = settings;
    }

    /** A builder; store, tables and state folder are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sweeps once, on this thread and some of its own, and returns when that is done. If an earlier process was killed while
     * it swept with the same settings and state folder, goes on from there.
     *
     * @throws SweepRefusedException if something that is referred to might be deleted; nothing was
     * @throws SweepFailedException if DynamoDB, the store or the state folder failed, or the thread was interrupted; running
     *     again goes on
     */
    public SweepReport run() {
        return new SweepRun(settings).run();
    }

    /** Collects how to sweep. Not thread-safe. */
    public static final class Builder extends ScanBuilder<Builder> {

        private final List<ScannedTable> tables = new ArrayList<>();
        private @Nullable ListableBlobStore store;
        private @Nullable Path stateFolder;
        private @Nullable Path deletionLog;
        private boolean exclusiveKeysOnly;
        private boolean ignoreUnknownKeys;
        private boolean unknownAccountsAreOurs;
        private Duration retention = Duration.ZERO;
        private SweepListener listener = progress -> {};
        private @Nullable Duration gracePeriod;
        private int marksInMemory = MarkSorter.RUN;
        private Steps steps = Steps.UNOBSERVED;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** The store to sweep. Stays open. */
        public Builder store(ListableBlobStore store) {
            this.store = Objects.requireNonNull(store, "store");
            return this;
        }

        @Override
        Builder tables(S3BackedDynamoDb s3backed, TableClient client) {
            s3backed.tables().forEach(table -> tables.add(new ScannedTable(table, client)));
            return this;
        }

        Builder tables(List<ScannedTable> scanned) {
            tables.addAll(scanned);
            return this;
        }

        /**
         * Where the sweep keeps what it knows, so that it survives its process: a folder of its own on a local disk, made if it
         * is not there. It takes 24 bytes for each reference, and some 200 for each orphan; when the sweep is done it is
         * empty again. Not for two sweeps at one time.
         */
        public Builder stateFolder(Path folder) {
            this.stateFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Deletes what is found, instead of only counting it.
         *
         * @param log a file to which each deletion is appended, and forced to the device, before it happens
         */
        public Builder deleteAndLogTo(Path log) {
            this.deletionLog = Objects.requireNonNull(log, "log");
            return this;
        }

        /** Leaves objects alone whose keys hold no {@code {writeId}}: for buckets without versioning. */
        public Builder exclusiveKeysOnly() {
            this.exclusiveKeysOnly = true;
            return this;
        }

        /** Leaves objects alone whose keys no declared template has built for a declared table, instead of refusing to run. */
        public Builder ignoreUnknownKeys() {
            this.ignoreUnknownKeys = true;
            return this;
        }

        /**
         * Takes a table in the store's registry whose account or region was not known to its writer for the declared table of
         * that name, instead of refusing to run.
         */
        public Builder unknownAccountsAreOurs() {
            this.unknownAccountsAreOurs = true;
            return this;
        }

        /**
         * How long an orphan stays as a non-current version before it is deleted for good, so that a table that is restored from
         * a backup of that age finds its objects; none by default. Needs a bucket whose versioning is enabled.
         *
         * @param age not negative
         */
        public Builder retention(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("A retention is not negative, but was: " + age);
            }
            this.retention = age;
            return this;
        }

        /** Who hears how far the sweep is; nobody by default. */
        public Builder listener(SweepListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** In place of the policy's, whose rule is the floor: for tests that cannot wait for half an hour. */
        Builder gracePeriod(Duration age) {
            this.gracePeriod = age;
            return this;
        }

        Builder marksInMemory(int count) {
            this.marksInMemory = count;
            return this;
        }

        Builder steps(Steps observer) {
            this.steps = observer;
            return this;
        }

        /**
         * The sweeper, which sends no request yet.
         *
         * @throws IllegalArgumentException if store, tables or state folder are missing
         */
        public Sweeper build() {
            if (store == null || tables.isEmpty() || stateFolder == null) {
                throw new IllegalArgumentException(
                        "A sweeper needs a store, at least one registered table, and a stateFolder.");
            }
            return new Sweeper(new SweepSettings(
                    store,
                    tables,
                    stateFolder,
                    deletionLog,
                    deletionLog == null,
                    exclusiveKeysOnly,
                    ignoreUnknownKeys,
                    unknownAccountsAreOurs,
                    retention,
                    scans(),
                    listener,
                    gracePeriod,
                    marksInMemory,
                    steps));
        }
    }
}
