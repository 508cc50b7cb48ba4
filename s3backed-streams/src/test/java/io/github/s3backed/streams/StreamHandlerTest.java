package io.github.s3backed.streams;

import static io.github.s3backed.streams.StreamedTable.byExpiry;
import static io.github.s3backed.streams.StreamedTable.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedEvent;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What is removed, and what is kept, because of the records of a real stream. */
@AwsTest
class StreamHandlerTest {

    private final AwsBackend aws;
    private StreamedTable table;

    StreamHandlerTest(AwsBackend aws) {
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

    private void reopen(
            UnaryOperator<S3BackedDynamoDb.Builder> settings, UnaryOperator<S3BackedTable.Builder> registration) {
        table.close();
        table = new StreamedTable(aws, StreamViewType.NEW_AND_OLD_IMAGES, settings, registration, aws.s3());
    }

    private static void assertReleases(StreamReport report, int deleted, int skipped) {
        assertThat(report.failures()).isEmpty();
        assertThat(report.deleted()).isEqualTo(deleted);
        assertThat(report.skipped()).isEqualTo(skipped);
        assertThat(report.released()).isEqualTo(deleted + skipped);
    }

    @Test
    void removesTheObjectOfAnItemThatExpired() {
        Reference gone = table.write("1", "a body");
        Reference other = table.write("2", "a body");
        table.deleteRaw("1");
        StreamReport report = table.handle(List.of(byExpiry(table.changes(3).get(0))));
        assertReleases(report, 1, 0);
        assertThat(report.records()).isEqualTo(1);
        assertThat(report.expired()).isEqualTo(1);
        assertThat(table.holds(gone)).isFalse();
        assertThat(table.holds(other)).isTrue();
    }

    @Test
    void takesADeletionBySomebodyForNoExpiry() {
        table.write("1", "a body");
        table.deleteRaw("1");
        StreamReport report = table.handle(table.changes(2));
        assertReleases(report, 1, 0);
        assertThat(report.expired()).isZero();
    }

    @Test
    void removesWhatAWriterHasReplacedThatCoordinatesNothing() {
        Reference gone = table.write("1", "a body");
        table.putRaw("1", Map.of("body", AttributeValue.fromNul(true)));
        assertReleases(table.handle(table.records(2)), 1, 0);
        assertThat(table.holds(gone)).isFalse();
    }

    @Test
    void succeedsWhereTheWriterHasRemovedItAlready() {
        Reference first = table.write("1", "a body");
        Reference second = table.write("1", "another body");
        assertThat(table.holds(first)).isFalse();
        List<Record> records = table.records(2);
        assertReleases(table.handle(records), 1, 0);
        assertReleases(table.handle(records), 1, 0);
        assertThat(table.holds(second)).isTrue();
    }

    @Test
    void removesNothingBecauseAnItemIsNewOrChangesElsewhere() {
        Reference kept = table.write("1", "a body");
        table.putRaw("1", Map.of("body", s(kept.toString()), "title", s("a title")));
        StreamReport report = table.handle(table.records(2));
        assertReleases(report, 0, 0);
        assertThat(report.records()).isEqualTo(2);
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void judgesEventsOfKindsThatNobodyKnowsByTheirImages() {
        Reference gone = table.write("1", "a body");
        Reference kept = table.write("2", "a body");
        table.deleteRaw("1");
        table.putRaw("2", Map.of("body", s(kept.toString()), "title", s("a title")));
        List<Record> changes = table.changes(4).stream()
                .map(record -> record.toBuilder().eventName("RETITLE").build())
                .toList();
        assertReleases(table.handle(changes), 1, 0);
        assertThat(table.holds(gone)).isFalse();
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void keepsWhatTheItemHoldsAgain() {
        Reference kept = table.write("1", "a body");
        table.putRaw("1", Map.of());
        table.putRaw("1", Map.of("body", s(kept.toString())));
        assertReleases(table.handle(table.changes(3)), 0, 1);
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void keepsWhatTheItemHoldsInAnAttributeThatNobodyDeclared() {
        Reference kept = table.write("1", "a body");
        table.deleteRaw("1");
        table.putRaw("1", Map.of("backup", AttributeValue.fromSs(List.of("text", kept.toString()))));
        assertReleases(table.handle(table.changes(3)), 0, 1);
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void keepsWhatTheNewImageHoldsAnywhere() {
        Reference kept = table.write("1", "a body");
        AttributeValue nested = AttributeValue.fromL(List.of(AttributeValue.fromM(Map.of("deep", s(kept.toString())))));
        table.putRaw("1", Map.of("backup", nested));
        List<Record> records = table.changes(2);
        table.deleteRaw("1");
        assertReleases(table.handle(records), 0, 0);
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void keepsSharedObjects() {
        reopen(settings -> settings.formerKeyTemplates(KeyTemplate.PYNAMODB_MATE), registration -> registration);
        Reference shared = new Reference(table.store.location(), "pynamodb-mate/s3backed/" + "ab".repeat(32));
        assertIsKept(shared);
    }

    @Test
    void keepsTheObjectOfAnotherItem() {
        Reference foreign = table.write("owner", "a body");
        table.putRaw("thief", Map.of("body", s(foreign.toString())));
        table.deleteRaw("thief");
        assertReleases(table.handle(table.changes(3)), 0, 1);
        assertThat(table.holds(foreign)).isTrue();
    }

    @Test
    void keepsObjectsWithAFormerLogicalName() {
        Reference ofFormer = table.write("1", "a body");
        String former = table.name;
        reopen(settings -> settings, registration -> registration.formerLogicalNames(former));
        assertIsKept(ofFormer);
    }

    @Test
    void keepsObjectsOfKeysThatNoTemplateOfOursHasBuilt() {
        assertIsKept(new Reference(table.store.location(), "somebody/elses/key"));
    }

    private void assertIsKept(Reference reference) {
        table.putObject(reference);
        table.putRaw("1", Map.of("body", s(reference.toString())));
        table.deleteRaw("1");
        assertReleases(table.handle(table.changes(2)), 0, 1);
        assertThat(table.holds(reference)).isTrue();
    }

    @Test
    void leavesReplicatedTablesAlone() {
        reopen(settings -> settings, registration -> registration.globalTable(true));
        Reference kept = table.write("1", "a body");
        table.deleteRaw("1");
        assertReleases(table.handle(table.changes(2)), 0, 1);
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void saysOnceThatItLeavesAReplicatedTableAlone() {
        reopen(settings -> settings, registration -> registration.globalTable(true));
        table.write("1", "a body");
        table.deleteRaw("1");
        StreamHandler handler = table.handler().build();
        try (LogTap log = LogTap.of(StreamHandler.class)) {
            handler.handle(table.name, table.changes(2));
            handler.handle(table.name, table.changes(2));
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains(table.name, "replicated", "left to the sweeper");
        }
    }

    @Test
    void seesReferencesAlsoIfItIsGivenAWrappedClient() {
        Reference kept = table.write("1", "a body");
        table.putRaw("1", Map.of());
        table.putRaw("1", Map.of("body", s(kept.toString())));
        StreamHandler handler = table.handler().dynamoDbClient(table.wrapped).build();
        assertReleases(handler.handle(table.name, table.changes(3)), 0, 1);
        assertThat(table.holds(kept)).isTrue();
    }

    @Test
    void tellsTheListener() throws InterruptedException {
        BlockingQueue<S3BackedEvent> events = new LinkedBlockingQueue<>();
        reopen(
                settings -> settings.listener(event -> {
                    if (event instanceof S3BackedEvent.Released) {
                        events.add(event);
                    }
                }),
                registration -> registration);
        Reference gone = table.write("1", "a body");
        table.deleteRaw("1");
        table.handle(table.changes(2));
        assertThat(events.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new S3BackedEvent.Released(table.name, "REMOVE", Set.of(gone)));
    }

    @Test
    void holdsBackWhatIsYoungerThanTheGrace() {
        Reference gone = table.write("1", "a body");
        table.deleteRaw("1");
        List<Record> records = table.records(2);
        StreamReport early = handleLater(records, Duration.ofMinutes(59));
        assertThat(early.heldBack()).isEqualTo(1);
        assertThat(early.released()).isEqualTo(1);
        assertThat(early.deleted()).isZero();
        assertThat(early.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.sequenceNumber())
                    .isEqualTo(records.get(1).dynamodb().sequenceNumber());
            assertThat(failure.table()).isEqualTo(table.name);
            assertThat(failure.cause()).hasMessageContaining("grace is PT1H");
        });
        assertThat(table.holds(gone)).isTrue();
        assertReleases(handleLater(records, Duration.ofMinutes(61)), 1, 0);
        assertThat(table.holds(gone)).isFalse();
    }

    private StreamReport handleLater(List<Record> records, Duration later) {
        return table.handler()
                .grace(Duration.ofHours(1))
                .clock(InstantSource.fixed(
                        records.get(1).dynamodb().approximateCreationDateTime().plus(later)))
                .build()
                .handle(table.name, records);
    }
}
