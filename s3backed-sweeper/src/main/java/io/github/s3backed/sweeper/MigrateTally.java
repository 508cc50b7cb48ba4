package io.github.s3backed.sweeper;

import io.github.s3backed.sweeper.MigrateReport.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what a migration does, by table, and tells a listener. Safe for use by many threads. */
final class MigrateTally {

    private static final Set<Outcome> CHANGES =
            EnumSet.of(Outcome.OFFLOADED, Outcome.MOVED, Outcome.RECOMPRESSED, Outcome.ADOPTED, Outcome.MADE_NATIVE);

    private final Map<ScannedTable, PageCounts> counts = new LinkedHashMap<>();
    private final Map<Outcome, Integer> sampled = new EnumMap<>(Outcome.class);
    private final List<MigrateReport.Sample> samples = new ArrayList<>();
    private final MigrateSettings settings;
    private int segmentsFinished;

    MigrateTally(MigrateSettings settings) {
        this.settings = settings;
        settings.tables().forEach(table -> counts.put(table.scanned(), new PageCounts()));
    }

    /** Adds what was done with a page. */
    synchronized void add(ScannedTable table, PageCounts page, boolean last) {
        counts.get(table).add(page);
        segmentsFinished += last ? 1 : 0;
        settings.listener()
                .progressed(new MigrateProgress(
                        counts.size(),
                        counts.size() * settings.scans().segments(),
                        segmentsFinished,
                        counts.values().stream().mapToLong(PageCounts::items).sum(),
                        CHANGES.stream().mapToLong(this::count).sum(),
                        count(Outcome.FAILED)));
    }

    private long count(Outcome outcome) {
        return counts.values().stream().mapToLong(each -> each.count(outcome)).sum();
    }

    synchronized void sample(MigrateReport.Sample sample) {
        if (sampled.merge(sample.outcome(), 1, Integer::sum) <= settings.samplesPerOutcome()) {
            samples.add(sample);
        }
    }

    synchronized MigrateReport report(boolean resumed) {
        List<MigrateReport.Table> tables = new ArrayList<>();
        counts.forEach((table, count) -> tables.add(
                new MigrateReport.Table(table.name(), table.client().region(), count.items(), count.outcomes())));
        return new MigrateReport(settings.dryRun(), resumed, tables, samples);
    }
}
