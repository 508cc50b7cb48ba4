package io.github.s3backed.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import io.github.s3backed.core.Reference;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** What Lambda hands over is handled as what it stands for. */
@AwsTest
class LambdaStreamHandlerTest {

    private final AwsBackend aws;
    private StreamedTable table;

    LambdaStreamHandlerTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open() {
        aws.require();
        table = new StreamedTable(aws);
    }

    @AfterEach
    void close() {
        if (table != null) {
            table.close();
        }
    }

    private static DynamodbEvent event(List<DynamodbStreamRecord> records) {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(records);
        return event;
    }

    private DynamodbEvent event(Record... records) {
        return event(List.of(records).stream()
                .map(record -> lambdaRecord(record, table.streamArn()))
                .toList());
    }

    /** As Lambda has it. */
    private static DynamodbStreamRecord lambdaRecord(Record record, String arn) {
        DynamodbStreamRecord made = new DynamodbStreamRecord();
        made.setEventSourceARN(arn);
        made.setEventName(record.eventNameAsString());
        made.setAwsRegion(record.awsRegion());
        if (record.userIdentity() != null) {
            made.setUserIdentity(new Identity()
                    .withType(record.userIdentity().type())
                    .withPrincipalId(record.userIdentity().principalId()));
        }
        StreamRecord data = new StreamRecord()
                .withSequenceNumber(record.dynamodb().sequenceNumber())
                .withApproximateCreationDateTime(Date.from(record.dynamodb().approximateCreationDateTime()))
                .withKeys(image(record.dynamodb().keys()));
        data.setStreamViewType(StreamViewType.fromValue(record.dynamodb().streamViewTypeAsString()));
        if (record.dynamodb().hasOldImage()) {
            data.setOldImage(image(record.dynamodb().oldImage()));
        }
        if (record.dynamodb().hasNewImage()) {
            data.setNewImage(image(record.dynamodb().newImage()));
        }
        made.setDynamodb(data);
        return made;
    }

    private static Map<String, AttributeValue> image(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> strings) {
        Map<String, AttributeValue> image = new HashMap<>();
        strings.forEach((name, value) -> image.put(name, new AttributeValue(value.s())));
        return image;
    }

    @Test
    void removesWhatTheRecordsOfAnEventReleased() {
        Reference gone = table.write("1", "a body");
        table.deleteRaw("1");
        LambdaStreamHandler handler = new LambdaStreamHandler(table.handler().build());
        StreamsEventResponse response =
                handler.handle(event(StreamedTable.byExpiry(table.changes(2).get(0))));
        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(table.holds(gone)).isFalse();
    }

    @Test
    void namesTheRecordsThatFailed() {
        table.write("1", "a body");
        table.write("2", "another body");
        table.deleteRaw("1");
        table.deleteRaw("2");
        List<Record> records = table.records(4);
        LambdaStreamHandler handler = new LambdaStreamHandler(
                table.handler().grace(Duration.ofHours(1)).build());
        assertThat(handler.handle(event(records.toArray(Record[]::new))).getBatchItemFailures())
                .extracting(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
                .containsExactly(
                        records.get(2).dynamodb().sequenceNumber(),
                        records.get(3).dynamodb().sequenceNumber());
    }

    @Test
    void refusesATableThatIsNotRegistered() {
        table.write("1", "a body");
        Record record = table.records(1).get(0);
        LambdaStreamHandler handler = new LambdaStreamHandler(table.handler().build());
        String arn = table.streamArn().replace(table.name, "unheard-of");
        assertThatThrownBy(() -> handler.handle(event(List.of(lambdaRecord(record, arn)))))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining("'unheard-of' is not registered");
    }

    @Test
    void refusesWhatIsNotFromAStreamOfATable() {
        LambdaStreamHandler handler = new LambdaStreamHandler(table.handler().build());
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventSourceARN("arn:aws:kinesis:eu-central-1:123456789012:stream/articles");
        assertThatThrownBy(() -> handler.handle(event(List.of(record))))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining("arn:aws:kinesis");
    }

    @Test
    void takesAnEventWithoutRecordsForDone() {
        LambdaStreamHandler handler = new LambdaStreamHandler(table.handler().build());
        assertThat(handler.handle(new DynamodbEvent()).getBatchItemFailures()).isEmpty();
    }
}
