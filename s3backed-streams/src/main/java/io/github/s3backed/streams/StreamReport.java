package io.github.s3backed.streams;

import java.util.List;

/**
 * What became of some records. Immutable.
 *
 * @param records that were handled
 * @param expired those of items that DynamoDB deleted because their time had come
 * @param released references that S3-backed attributes held before, and the items hold nowhere after the records
 * @param deleted those of them whose objects are gone now, whoever removed them
 * @param skipped those of them, of records that did not fail, which this handler leaves alone: of shared objects, of other
 *     items, of replicated tables, or held by the item again
 * @param heldBack how many of the failures are of records that are younger than the grace
 * @param failures of records, in the order in which these were given
 */
public record StreamReport(
        int records, int expired, int released, int deleted, int skipped, int heldBack, List<Failure> failures) {

    public StreamReport {
        failures = List.copyOf(failures);
    }

    /** How many records failed. */
    public int failed() {
        return failures.size();
    }

    /**
     * A record of whose released objects some may be left. It is to be handled again, and all after it may be.
     *
     * @param table its name
     * @param sequenceNumber of the record
     * @param cause DynamoDB's or the store's exception
     */
    public record Failure(String table, String sequenceNumber, Throwable cause) {}
}
