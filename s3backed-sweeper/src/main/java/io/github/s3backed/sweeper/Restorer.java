package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Brings back deleted objects that items refer to, from a bucket that keeps versions: after a table was restored from a backup.
 *
 * <pre>{@code
 * RestoreReport report = Restorer.builder()
 *         .store(S3BlobStore.create(s3, "my-bucket"))
 *         .tables(s3backed, dynamoDb)
 *         .restoreObjects()                                // without it: a dry run
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>Of each reference that is followed and whose object is gone, the newest version that is left of the object is copied onto its key,
 * inside the store, so that it is as young as if it had been written now and no sweep takes it for an orphan. Before that the stores
 * are made to know the tables, so that every later sweep scans them. A table that was restored under another name is registered with that
 * name and the former table's logical name, as its own or among its {@code formerLogicalNames}.
 *
 * <p>It does no harm to run it again, which is how it goes on where it ended early. Immutable, and used by one thread at a time.
 */
public final class Restorer {

    private final RestoreSettings settings;

    private Restorer(RestoreSettings settings) {
        this.settings = settings;
    }

    /** A builder; stores and tables are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Restores once, on this thread and some of its own, and returns when that is done. An object that cannot be restored does not end it.
     *
     * @throws SweepRefusedException if a store keeps no versions, or a client is a wrapped one; nothing was restored
     * @throws SweepFailedException if a scan failed, a store cannot be made to know a table, or the thread was interrupted
     */
    public RestoreReport run() {
        return new RestoreRun(settings).run();
    }

    /** Collects what to restore. Not thread-safe. */
    public static final class Builder extends ScanBuilder<Builder> {

        private final List<ScannedTable> tables = new ArrayList<>();
        private final List<VersionedBlobStore> stores = new ArrayList<>();
        private final List<Runnable> entries = new ArrayList<>();
        private boolean restoreObjects;
        private MigrateListener listener = progress -> {};

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** A store whose objects are brought back. May be called more than once. Stays open. */
        public Builder store(VersionedBlobStore store) {
            stores.add(Objects.requireNonNull(store, "store"));
            return this;
        }

        @Override
        Builder tables(S3BackedDynamoDb s3backed, TableClient client) {
            s3backed.tables().forEach(table -> tables.add(new ScannedTable(table, client)));
            entries.add(() -> client.enterStores(s3backed));
            return this;
        }

        /** Restores, instead of only counting what would be restored. */
        public Builder restoreObjects() {
            this.restoreObjects = true;
            return this;
        }

        /** As {@link Migrator.Builder#samplesPerOutcome}. */
        public Builder samplesPerOutcome(int count) {
            return samples(count);
        }

        /** Who hears how far the restoration is; nobody by default. */
        public Builder listener(MigrateListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The restorer, which sends no request yet.
         *
         * @throws IllegalArgumentException if there is no store or no table
         */
        public Restorer build() {
            if (stores.isEmpty() || tables.isEmpty()) {
                throw new IllegalArgumentException("A restorer needs at least one store and one registered table.");
            }
            return new Restorer(
                    new RestoreSettings(stores, tables, entries, !restoreObjects, scans(), samples(), listener));
        }
    }
}
