package io.github.s3backed.sweeper;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tables are scanned.
 *
 * @param itemsPerPage null for as many as DynamoDB sends, as always outside of tests
 */
record ScanSettings(
        int segments,
        int parallelism,
        double capacityPerSecond,
        Duration patience,
        @Nullable Integer itemsPerPage) {}
