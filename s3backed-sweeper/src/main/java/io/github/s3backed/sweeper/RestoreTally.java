package io.github.s3backed.sweeper;

import io.github.s3backed.sweeper.RestoreReport.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what a restoration does, and tells a listener. Safe for use by many threads. */
final class RestoreTally {

    private static final Set<Outcome> GOOD = EnumSet.of(Outcome.PRESENT, Outcome.RESTORED, Outcome.CHANGED);

    private final RestoreSettings settings;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final List<RestoreReport.Sample> samples = new ArrayList<>();
    private long items;
    private long references;
    private int segmentsFinished;

    RestoreTally(RestoreSettings settings) {
        this.settings = settings;
    }

    /** A page that is done. */
    synchronized void page(int count, boolean last) {
        items += count;
        segmentsFinished += last ? 1 : 0;
        settings.listener()
                .progressed(new MigrateProgress(
                        settings.tables().size(),
                        settings.tables().size() * settings.scans().segments(),
                        segmentsFinished,
                        items,
                        outcomes.getOrDefault(Outcome.RESTORED, 0L),
                        outcomes.getOrDefault(Outcome.FAILED, 0L)));
    }

    synchronized void reference(RestoreReport.Sample found) {
        references++;
        if (outcomes.merge(found.outcome(), 1L, Long::sum) <= settings.samplesPerOutcome()
                && !GOOD.contains(found.outcome())) {
            samples.add(found);
        }
    }

    synchronized RestoreReport report() {
        return new RestoreReport(settings.dryRun(), items, references, outcomes, samples);
    }
}
