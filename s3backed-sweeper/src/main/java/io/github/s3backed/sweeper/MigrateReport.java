package io.github.s3backed.sweeper;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a migration found and did, or, in a dry run, would do. Immutable.
 *
 * @param dryRun whether it wrote nothing on purpose
 * @param resumed whether an earlier process had begun it; what that had counted is counted here, and its samples are lost
 * @param samples some attributes of each outcome for which somebody may have to do something: {@link Outcome#TOO_LARGE}, {@link
 *     Outcome#SKIPPED} and {@link Outcome#FAILED}
 */
public record MigrateReport(boolean dryRun, boolean resumed, List<Table> tables, List<Sample> samples) {

    public MigrateReport {
        tables = List.copyOf(tables);
        samples = List.copyOf(samples);
    }

    /** How many items were looked at, of all tables. */
    public long items() {
        return tables.stream().mapToLong(Table::items).sum();
    }

    /** How many attributes of all tables came to an outcome. */
    public long count(Outcome outcome) {
        return tables.stream().mapToLong(table -> table.count(outcome)).sum();
    }

    /** Whether every attribute is now as it was to become, or, in a dry run, could become so as far as that can be told. */
    public boolean isComplete() {
        return count(Outcome.TOO_LARGE) == 0 && count(Outcome.SKIPPED) == 0 && count(Outcome.FAILED) == 0;
    }

    /** What became of an S3-backed attribute of an item. */
    public enum Outcome {
        /** It was as it was to become. */
        AS_IS,
        /** A native value, or a payload in the item that had outgrown the threshold, was stored as a write stores it. */
        OFFLOADED,
        /** A reference of a former store, template or logical name became one of today's. */
        MOVED,
        /** A payload was stored anew by today's compressor. */
        RECOMPRESSED,
        /** The object of an S3Link became a payload. */
        ADOPTED,
        /** A payload became the value as DynamoDB holds it natively. */
        MADE_NATIVE,
        /**
         * It changed while it was rewritten, and was looked at once more, which has an outcome of its own: these count beside the others.
         * Also where it was the answer to the rewrite that was lost.
         */
        CHANGED,
        /** The item would be larger than DynamoDB allows. It was left as it was. */
        TOO_LARGE,
        /** It cannot become what it was to become; the reason says why. It was left as it was. */
        SKIPPED,
        /** Something failed. It is as it was, or, where the reason says that this is unknown, as it was to become. */
        FAILED
    }

    /**
     * Counts of one table.
     *
     * @param name the table's
     * @param region of its client
     * @param items that were looked at
     * @param outcomes how many attributes came to each; an outcome that is not there has none. What an item does not hold is not counted
     */
    public record Table(String name, String region, long items, Map<Outcome, Long> outcomes) {

        public Table {
            Map<Outcome, Long> sorted = new EnumMap<>(Outcome.class);
            sorted.putAll(outcomes);
            outcomes = Collections.unmodifiableMap(sorted);
        }

        /** How many attributes came to an outcome. */
        public long count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }

    /**
     * An attribute of an item.
     *
     * @param table the table's name
     * @param attribute the attribute's name
     * @param place the reference, or what the item holds in place of one
     * @param reason what is the matter, and perhaps what to do about it
     */
    public record Sample(Outcome outcome, String table, String attribute, String place, String reason) {}
}
