package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.VersionedBlobStore;
import java.util.List;
import java.util.Optional;

/**
 * What to restore, and how.
 *
 * @param entries make the stores know the tables
 */
record RestoreSettings(
        List<VersionedBlobStore> stores,
        List<ScannedTable> tables,
        List<Runnable> entries,
        boolean dryRun,
        ScanSettings scans,
        int samplesPerOutcome,
        MigrateListener listener) {

    RestoreSettings {
        stores = List.copyOf(stores);
        tables = List.copyOf(tables);
        entries = List.copyOf(entries);
    }

    Optional<VersionedBlobStore> storeAt(BlobLocation location) {
        return stores.stream()
                .filter(store -> store.location().equals(location))
                .findFirst();
    }
}
