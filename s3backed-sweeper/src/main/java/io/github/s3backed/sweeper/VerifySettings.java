package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.ListableBlobStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to verify.
 *
 * @param sweptStore whose orphans are counted; null for none
 * @param stateFolder of that; null for none
 */
record VerifySettings(
        List<ScannedTable> tables,
        boolean deep,
        double fraction,
        int samplesPerKind,
        ScanSettings scans,
        SweepListener listener,
        @Nullable ListableBlobStore sweptStore,
        @Nullable Path stateFolder) {

    VerifySettings {
        tables = List.copyOf(tables);
    }
}
