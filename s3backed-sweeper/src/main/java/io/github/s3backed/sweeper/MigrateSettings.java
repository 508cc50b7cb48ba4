package io.github.s3backed.sweeper;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to migrate.
 *
 * @param stateFolder null for none
 */
record MigrateSettings(
        List<MigratedTable> tables,
        @Nullable Path stateFolder,
        boolean dryRun,
        boolean recompress,
        boolean adoptS3Links,
        boolean toNative,
        ScanSettings scans,
        double writeCapacityPerSecond,
        int samplesPerOutcome,
        MigrateListener listener,
        Steps steps) {

    MigrateSettings {
        tables = List.copyOf(tables);
    }
}
