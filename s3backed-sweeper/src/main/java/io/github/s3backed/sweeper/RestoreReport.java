package io.github.s3backed.sweeper;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a restoration found and did, or, in a dry run, would do. Immutable.
 *
 * @param dryRun whether it wrote nothing on purpose
 * @param items that were scanned
 * @param references in S3-backed attributes
 * @param outcomes how many references came to each; an outcome that is not there has none
 * @param samples some references of each outcome for which somebody may have to do something: all but {@link Outcome#PRESENT}, {@link
 *     Outcome#RESTORED} and {@link Outcome#CHANGED}
 */
public record RestoreReport(
        boolean dryRun, long items, long references, Map<Outcome, Long> outcomes, List<Sample> samples) {

    public RestoreReport {
        Map<Outcome, Long> sorted = new EnumMap<>(Outcome.class);
        sorted.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(sorted);
        samples = List.copyOf(samples);
    }

    /** How many references came to an outcome. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** Whether every reference leads to an object, or, in a dry run, would. */
    public boolean isComplete() {
        return references == count(Outcome.PRESENT) + count(Outcome.RESTORED) + count(Outcome.CHANGED);
    }

    /** What became of a reference. */
    public enum Outcome {
        /** Its object was there. */
        PRESENT,
        /** Its object was gone, and a version of it was put back. */
        RESTORED,
        /** The item held something else by then. */
        CHANGED,
        /** Its object is gone, and no version of it is left. */
        GONE,
        /** What is left is not what was written under that key. */
        NOT_OURS,
        /** It is not one that is followed: it points outside of the configured stores, or to the object of another item. */
        FOREIGN,
        /** It points into a store that was not to be restored, and its object is gone. */
        OTHER_STORE,
        /** Something failed. */
        FAILED
    }

    /**
     * A reference.
     *
     * @param table the table's name
     * @param attribute the attribute's name
     * @param reference what the item holds
     * @param reason what is the matter, and perhaps what to do about it
     */
    public record Sample(Outcome outcome, String table, String attribute, String reference, String reason) {}
}
