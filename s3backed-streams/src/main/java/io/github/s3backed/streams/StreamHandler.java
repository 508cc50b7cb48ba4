package io.github.s3backed.streams;

import io.github.s3backed.dynamodb.DeclaredTable;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Removes the objects that items no longer refer to, as the records of their table's stream tell: of items that expired by
 * DynamoDB's Time to Live, and of those that somebody deleted or changed without a wrapped client. What a wrapped client has
 * removed by then is removed once more, which succeeds.
 *
 * <pre>{@code
 * StreamHandler handler = StreamHandler.builder()
 *         .s3backed(s3backed)
 *         .dynamoDbClient(dynamoDb)
 *         .build();
 * StreamReport report = handler.handle("articles", records);
 * }</pre>
 *
 * <p>An object is removed only if its own key says that it belongs to this attribute of this item alone, the record's new
 * image holds its reference nowhere, and neither does the item, which is read consistently before that. What is shared, of a
 * former logical name, of another item, or of a table that is replicated asynchronously, stays for the sweeper. The stream
 * must have the view type {@code NEW_AND_OLD_IMAGES}.
 *
 * <p>A reference that was replaced, kept somewhere, and put back by other means than a wrapped client may find its object
 * removed. {@link Builder#grace} gives time to put it back.
 *
 * <p>Handling a record again changes nothing. Safe for use by many threads.
 */
public final class StreamHandler {

    private final S3BackedDynamoDb s3backed;
    private final DynamoDbClient client;
    private final TableWatch watch;
    private final Duration grace;
    private final InstantSource clock;

    private StreamHandler(Builder builder, S3BackedDynamoDb s3backed, DynamoDbClient client) {
        this.s3backed = s3backed;
        this.client = S3BackedDynamoDb.unwrap(client);
        this.watch = new TableWatch(this.client, builder.clock);
        this.grace = builder.grace;
        this.clock = builder.clock;
    }

    /** A builder; tables and client are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Removes what some records of one table's stream have released, and waits for it. A record that fails keeps none of the
     * others from being handled.
     *
     * <p>Where consumers keep a checkpoint, such as the Kinesis Client Library's, it must not pass the first record that
     * failed: give that and those after it once more.
     *
     * @param table its name, as requests name it
     * @param records in the order of their shard
     * @throws StreamRefusedException if it cannot be told what may be removed, such as if the table is not registered; no object was
     *     removed
     * @throws software.amazon.awssdk.core.exception.SdkException if DescribeTable failed and was not denied; no object was removed
     */
    public StreamReport handle(String table, List<Record> records) {
        return handleAll(records.stream()
                .map(record -> new SourcedRecord(new StreamSource(table, null, record.awsRegion()), record))
                .toList());
    }

    StreamReport handleAll(List<SourcedRecord> records) {
        Map<String, DeclaredTable> tables = s3backed.tables().stream()
                .collect(Collectors.toMap(declared -> declared.table().name(), Function.identity()));
        records.forEach(new Admission(tables, watch)::require);
        Releases releases = new Releases(tables, watch, client, new Grace(grace, clock));
        // All removals are under way before the first is awaited.
        List<Release> begun = records.stream().map(releases::begin).toList();
        return Tally.of(begun);
    }

    /** Collects how to handle records. Not thread-safe. */
    public static final class Builder {

        /** Records are in a stream for 24 hours, and one that is held back has to come again before that. */
        private static final Duration MAX_GRACE = Duration.ofHours(23);

        private @Nullable S3BackedDynamoDb s3backed;
        private @Nullable DynamoDbClient client;
        private Duration grace = Duration.ZERO;
        private InstantSource clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Whose registered tables say which attributes, key templates and stores there are, now and later. Its listener hears of
         * what is removed. Stays open.
         */
        public Builder s3backed(S3BackedDynamoDb s3backed) {
            this.s3backed = Objects.requireNonNull(s3backed, "s3backed");
            return this;
        }

        /**
         * As which tables are described and items read: a wrapped client or any other, of the region and account of the tables.
         * Stays open.
         */
        public Builder dynamoDbClient(DynamoDbClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * How old a record has to be, by this machine's clock, before what it released is removed; zero by default. A younger
         * one that released something is reported as failed, so that it comes again.
         *
         * @param age not negative, and at most 23 hours, because records are gone after 24
         */
        public Builder grace(Duration age) {
            if (age.isNegative() || age.compareTo(MAX_GRACE) > 0) {
                throw new IllegalArgumentException(
                        "A grace is 0 to 23 hours, because a stream keeps its records for 24, but was: " + age);
            }
            this.grace = age;
            return this;
        }

        Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * The handler, which sends no request yet.
         *
         * @throws IllegalArgumentException if tables or client are missing, or the tables leave all removals to the sweeper
         */
        public StreamHandler build() {
            if (s3backed == null || client == null) {
                throw new IllegalArgumentException("A stream handler needs s3backed and a dynamoDbClient.");
            }
            s3backed.tables().stream()
                    .filter(table -> !table.removesObjects())
                    .findFirst()
                    .ifPresent(table -> {
                        throw new IllegalArgumentException(Admission.leftToTheSweeper(table));
                    });
            return new StreamHandler(this, s3backed, client);
        }
    }
}
