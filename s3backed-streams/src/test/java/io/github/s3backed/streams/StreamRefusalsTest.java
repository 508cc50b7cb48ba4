package io.github.s3backed.streams;

import static io.github.s3backed.streams.StreamedTable.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What cannot be judged is refused, before anything is removed. */
@AwsTest
class StreamRefusalsTest {

    private final AwsBackend aws;
    private StreamedTable table;
    private Reference gone;
    private List<Record> records;

    StreamRefusalsTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void release() {
        aws.require();
        table = new StreamedTable(aws);
        gone = table.write("1", "a body");
        table.deleteRaw("1");
        records = table.records(2);
    }

    @AfterEach
    void close() {
        if (table != null) {
            table.close();
        }
    }

    private void assertRefuses(String name, List<Record> given, String... reasons) {
        assertThatThrownBy(() -> table.handler().build().handle(name, given))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContainingAll(reasons)
                .hasMessageEndingWith("Nothing was removed.");
        assertThat(table.holds(gone)).isTrue();
    }

    /** The records, and one more after them. */
    private List<Record> and(Consumer<Record.Builder> change) {
        Record last = records.get(1);
        return List.of(
                records.get(0), last, last.toBuilder().applyMutation(change).build());
    }

    @Test
    void aTableThatIsNotRegistered() {
        assertRefuses("unheard-of", records, "'unheard-of' is not registered", "Registered: " + table.name);
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            names = {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE"})
    void aStreamWithoutBothImages(StreamViewType view) {
        try (StreamedTable other =
                new StreamedTable(aws, view, settings -> settings, registration -> registration, aws.s3())) {
            Reference kept = other.write("1", "a body");
            other.putRaw("1", Map.of("title", s("a title")));
            List<Record> all = other.records(2);
            assertThatThrownBy(() -> other.handle(all.subList(0, 1)))
                    .as("a new item, which releases nothing yet")
                    .isInstanceOf(StreamRefusedException.class)
                    .hasMessageContainingAll(view.toString(), "NEW_AND_OLD_IMAGES");
            assertThatThrownBy(() -> other.handle(all.subList(1, 2)))
                    .isInstanceOf(StreamRefusedException.class)
                    .hasMessageContainingAll(view.toString(), "NEW_AND_OLD_IMAGES");
            assertThat(other.holds(kept)).isTrue();
        }
    }

    @Test
    void aRecordThatLacksItsOldImage() {
        assertRefuses(
                table.name,
                and(record -> record.dynamodb(
                        records.get(1).dynamodb().toBuilder().oldImage(null).build())),
                "REMOVE record",
                "NEW_AND_OLD_IMAGES");
    }

    @Test
    void aChangeThatLacksItsNewImage() {
        assertRefuses(table.name, and(record -> record.eventName("MODIFY")), "MODIFY record", "NEW_AND_OLD_IMAGES");
    }

    @Test
    void aRecordOfAKindThatNobodyKnowsAndWithoutAnImage() {
        assertRefuses(
                table.name,
                and(record -> record.eventName("TRUNCATE")
                        .dynamodb(records.get(1).dynamodb().toBuilder()
                                .oldImage(null)
                                .build())),
                "lacks an image");
    }

    @Test
    void aRecordThatIsNoneOfAStream() {
        assertRefuses(table.name, and(record -> record.dynamodb((StreamRecord) null)), "no sequence number");
    }

    @Test
    void aTableOfThatNameInAnotherRegion() {
        assertRefuses(
                table.name,
                and(record -> record.awsRegion("mars-north-1")),
                "in mars-north-1",
                "Give the handler a client of the stream's region");
    }

    @Test
    void aTableOfThatNameInAnotherAccount() {
        StreamSource other = StreamSource.of(table.streamArn().replaceFirst(":\\d+:table", ":999999999999:table"))
                .orElseThrow();
        assertThatThrownBy(() -> table.handler().build().handleAll(List.of(new SourcedRecord(other, records.get(1)))))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining(":999999999999:table/" + table.name);
        assertThat(table.holds(gone)).isTrue();
    }

    @Test
    void aTableWhoseKeyIsAnotherThanItsRegistrations() {
        try (S3BackedDynamoDb wrong = s3backed(CleanUp.IMMEDIATE, "pk")) {
            assertThatThrownBy(() -> StreamHandler.builder()
                            .s3backed(wrong)
                            .dynamoDbClient(table.plain)
                            .build()
                            .handle(table.name, records))
                    .isInstanceOf(StreamRefusedException.class)
                    .hasMessageContaining("Correct the registration");
        }
    }

    @Test
    void tablesThatLeaveAllToTheSweeper() {
        try (S3BackedDynamoDb left = s3backed(CleanUp.SWEEPER, "id")) {
            StreamHandler.Builder handler =
                    StreamHandler.builder().s3backed(left).dynamoDbClient(table.plain);
            assertThatThrownBy(handler::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(table.name, "CleanUp.SWEEPER");
        }
    }

    @Test
    void tablesThatLeaveAllToTheSweeperAlsoWhereTheyAreRegisteredLater() {
        try (S3BackedDynamoDb left = S3BackedDynamoDb.builder()
                .blobStore(table.store)
                .cleanUp(CleanUp.SWEEPER)
                .build()) {
            StreamHandler handler = StreamHandler.builder()
                    .s3backed(left)
                    .dynamoDbClient(table.plain)
                    .build();
            left.register(registration("id"));
            assertThatThrownBy(() -> handler.handle(table.name, records))
                    .isInstanceOf(StreamRefusedException.class)
                    .hasMessageContaining("CleanUp.SWEEPER");
            assertThat(table.holds(gone)).isTrue();
        }
    }

    private S3BackedDynamoDb s3backed(CleanUp cleanUp, String key) {
        return S3BackedDynamoDb.builder()
                .blobStore(MemoryBlobStore.create("refusals"))
                .cleanUp(cleanUp)
                .table(registration(key))
                .build();
    }

    private S3BackedTable registration(String key) {
        return S3BackedTable.builder(table.name)
                .partitionKey(key)
                .attribute(S3BackedAttribute.text("body").build())
                .build();
    }

    @Test
    void aGraceThatIsLongerThanAStreamKeepsItsRecords() {
        StreamHandler.Builder handler = table.handler().grace(Duration.ofHours(23));
        assertThatThrownBy(() -> handler.grace(Duration.ofHours(23).plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("24");
        assertThatThrownBy(() -> handler.grace(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHandlerWithoutTablesOrClient() {
        assertThatThrownBy(
                        () -> StreamHandler.builder().s3backed(table.s3backed).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dynamoDbClient");
        assertThatThrownBy(() ->
                        StreamHandler.builder().dynamoDbClient(table.plain).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3backed");
    }
}
