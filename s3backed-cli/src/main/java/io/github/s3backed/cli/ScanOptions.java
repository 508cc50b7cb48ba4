package io.github.s3backed.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast tables are scanned. */
final class ScanOptions {

    @Option(
            names = "--capacity",
            paramLabel = "UNITS",
            description = "The most read capacity units per second of all scans together; no limit by default.")
    @Nullable
    Double capacity;

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "4",
            description = "Into how many segments each table is divided; 4 by default.")
    int segments = 4;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many segments are scanned at one time; 4 by default.")
    int parallelism = 4;

    double capacityPerSecond() {
        return capacity == null ? Double.POSITIVE_INFINITY : capacity;
    }
}
