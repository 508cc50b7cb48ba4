package io.github.s3backed.sweeper;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what a verification finds. Safe for use by many threads. */
final class VerifyTally {

    private final Map<Defect.Kind, Long> defects = new EnumMap<>(Defect.Kind.class);
    private final List<Defect> samples = new ArrayList<>();
    private final int samplesPerKind;
    private long items;
    private long references;
    private long inline;
    private long checked;
    private long changed;

    VerifyTally(int samplesPerKind) {
        this.samplesPerKind = samplesPerKind;
    }

    synchronized void items(int count) {
        items += count;
    }

    synchronized void reference() {
        references++;
    }

    synchronized void inline() {
        inline++;
    }

    synchronized void checked() {
        checked++;
    }

    synchronized void changed() {
        changed++;
    }

    synchronized void defect(Defect defect) {
        if (defects.merge(defect.kind(), 1L, Long::sum) <= samplesPerKind) {
            samples.add(defect);
        }
    }

    synchronized VerifyReport report(@Nullable SweepReport sweep) {
        return new VerifyReport(
                items, references, inline, checked, changed, defects, samples, Optional.ofNullable(sweep));
    }
}
