package io.github.s3backed.streams;

import static io.github.s3backed.streams.StreamedTable.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.Reference;
import io.github.s3backed.test.servers.AwsBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * An item that DynamoDB itself deletes because its time has come. {@code s3backed.expiry.awaited} says whether to wait for it,
 * which may take DynamoDB Local minutes.
 */
@EnabledIfSystemProperty(named = "s3backed.expiry.awaited", matches = "true")
class ExpiryTest {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Test
    void leavesNoObject() throws InterruptedException {
        try (AwsBackend aws = AwsBackend.embedded();
                StreamedTable table = new StreamedTable(aws)) {
            table.plain.updateTimeToLive(request -> request.tableName(table.name)
                    .timeToLiveSpecification(ttl -> ttl.attributeName("expires").enabled(true)));
            Reference kept = table.write("1", "a body");
            Reference gone = writeExpired(table, "2");
            List<Record> records = awaitRecords(table, 3);
            StreamReport report = table.handle(records);
            assertThat(report.failures()).isEmpty();
            // Who deleted it, DynamoDB Local does not say.
            assertThat(report.deleted()).isEqualTo(1);
            assertThat(table.holds(gone)).isFalse();
            assertThat(table.holds(kept)).isTrue();
        }
    }

    private static Reference writeExpired(StreamedTable table, String id) {
        // DynamoDB lets items alone that have expired for more than five years.
        String anHourAgo =
                Long.toString(Instant.now().minus(Duration.ofHours(1)).getEpochSecond());
        table.wrapped.putItem(request -> request.tableName(table.name)
                .item(Map.of("id", s(id), "body", s("another body"), "expires", AttributeValue.fromN(anHourAgo))));
        return Reference.parse(table.raw(id).get("body").s());
    }

    /** Nothing tells when a stream has a record, but the stream itself when it is asked. */
    private static List<Record> awaitRecords(StreamedTable table, int count) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        List<Record> records = table.read();
        while (records.size() < count && Instant.now().isBefore(end)) {
            TimeUnit.SECONDS.sleep(1);
            records = table.read();
        }
        return records;
    }
}
