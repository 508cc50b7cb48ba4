package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.ListableBlobStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to sweep.
 *
 * @param deletionLog null in a dry run
 * @param gracePeriod null for what the store's policy says, as always outside of tests
 */
record SweepSettings(
        ListableBlobStore store,
        List<ScannedTable> tables,
        Path stateFolder,
        @Nullable Path deletionLog,
        boolean dryRun,
        boolean exclusiveKeysOnly,
        boolean ignoreUnknownKeys,
        boolean unknownAccountsAreOurs,
        Duration retention,
        ScanSettings scans,
        SweepListener listener,
        @Nullable Duration gracePeriod,
        int marksInMemory,
        Steps steps) {

    SweepSettings {
        tables = List.copyOf(tables);
    }

    KeyJudge judge() {
        return new KeyJudge(tables.stream().map(ScannedTable::declared).toList());
    }
}
