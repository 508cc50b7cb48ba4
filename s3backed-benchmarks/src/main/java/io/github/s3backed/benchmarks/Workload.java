package io.github.s3backed.benchmarks;

/**
 * What is done with one item in a month.
 *
 * @param writes of the item together with its payload
 * @param otherWrites of other attributes: DynamoDB counts the whole item
 * @param reads of the item together with its payload
 * @param otherReads by those who leave the payload out: DynamoDB counts the whole item
 * @param stronglyConsistent whether reads are
 */
record Workload(double writes, double otherWrites, double reads, double otherReads, boolean stronglyConsistent) {

    static Workload of(double writes, double reads) {
        return new Workload(writes, 0, reads, 0, false);
    }
}
