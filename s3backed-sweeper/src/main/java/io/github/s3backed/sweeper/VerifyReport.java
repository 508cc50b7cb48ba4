package io.github.s3backed.sweeper;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification found. Immutable.
 *
 * @param items that were scanned
 * @param references in S3-backed attributes
 * @param inline payloads in S3-backed attributes that are kept in items
 * @param checked references whose objects were looked at, or read
 * @param changed references that were replaced while they were looked at
 * @param defects how many of each kind; a kind that is not there has none
 * @param samples some defects of each kind
 * @param sweep what a sweep would have found in the store; empty if that was not asked for
 */
public record VerifyReport(
        long items,
        long references,
        long inline,
        long checked,
        long changed,
        Map<Defect.Kind, Long> defects,
        List<Defect> samples,
        Optional<SweepReport> sweep) {

    public VerifyReport {
        Map<Defect.Kind, Long> sorted = new EnumMap<>(Defect.Kind.class);
        sorted.putAll(defects);
        defects = Collections.unmodifiableMap(sorted);
        samples = List.copyOf(samples);
    }

    /** Whether nothing is wrong. Orphans are not: a sweep removes them. */
    public boolean isHealthy() {
        return defects.isEmpty();
    }
}
