package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What is said alike of everything that scans tables. Not thread-safe.
 *
 * @param <B> the builder itself
 */
abstract class ScanBuilder<B extends ScanBuilder<B>> {

    private static final int DEFAULT_SEGMENTS = 4;
    private static final int MAX_SEGMENTS = 1_000_000;
    private static final int DEFAULT_SAMPLES = 20;

    private int segments = DEFAULT_SEGMENTS;
    private int parallelism = DEFAULT_SEGMENTS;
    private double capacityPerSecond = Double.POSITIVE_INFINITY;
    private Duration patience = Duration.ofMinutes(5);
    private @Nullable Integer itemsPerPage;
    private int samples = DEFAULT_SAMPLES;

    abstract B self();

    /**
     * Tables to scan: all that are registered by now. To be called once more for each further region or account, and for
     * each region of a global table.
     *
     * @param client of the tables' region and account, not wrapped; stays open
     */
    public B tables(S3BackedDynamoDb s3backed, DynamoDbClient client) {
        return tables(s3backed, TableClient.over(client));
    }

    /** As {@link #tables(S3BackedDynamoDb, DynamoDbClient)}. */
    public B tables(S3BackedDynamoDb s3backed, DynamoDbAsyncClient client) {
        return tables(s3backed, TableClient.over(client));
    }

    abstract B tables(S3BackedDynamoDb s3backed, TableClient client);

    /**
     * Into how many segments each table is divided; 4 by default.
     *
     * @param count 1 to 1,000,000
     */
    public B segments(int count) {
        if (count < 1 || count > MAX_SEGMENTS) {
            throw new IllegalArgumentException("A table has 1 to 1,000,000 segments, but was given: " + count);
        }
        segments = count;
        return self();
    }

    /**
     * How many segments are worked on at one time; 4 by default. If it is 1, the thread that runs it scans them itself.
     *
     * @param atOnce 1 or more
     */
    public B parallelism(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("At least 1 scan must be possible at once, but was: " + atOnce);
        }
        parallelism = atOnce;
        return self();
    }

    /**
     * The most read capacity units per second that all scans together consume on average; no limit by default. One page
     * consumes up to 256.
     *
     * @param units more than 0
     */
    public B capacityPerSecond(double units) {
        capacityPerSecond = requireCapacity(units);
        return self();
    }

    static double requireCapacity(double units) {
        if (!(units > 0)) {
            throw new IllegalArgumentException("A capacity is more than 0 units per second, but was: " + units);
        }
        return units;
    }

    /**
     * How long the store may take for one answer; 5 minutes by default. How long DynamoDB may is its client's to say.
     *
     * @param longest positive
     */
    public B patience(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("A patience is positive, but was: " + longest);
        }
        patience = longest;
        return self();
    }

    /** As many as DynamoDB sends, unless a test wants fewer. */
    B itemsPerPage(int items) {
        itemsPerPage = items;
        return self();
    }

    final B samples(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("A number of samples is not negative, but was: " + count);
        }
        samples = count;
        return self();
    }

    final int samples() {
        return samples;
    }

    final ScanSettings scans() {
        return new ScanSettings(segments, parallelism, capacityPerSecond, patience, itemsPerPage);
    }
}
