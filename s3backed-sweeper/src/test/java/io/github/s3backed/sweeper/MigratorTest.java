package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static io.github.s3backed.sweeper.MigrateReport.Outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What becomes of each kind of value, and what is left of it. */
@AwsTest
class MigratorTest {

    private static final KeyTemplate OTHER = KeyTemplate.of("other/{table}/{item}/{attribute}/{writeId}-{fingerprint}");

    private final AwsBackend aws;
    private final List<S3BackedDynamoDb> opened = new ArrayList<>();
    private final MemoryBlobStore newStore = MemoryBlobStore.create("new");
    private Field field;

    MigratorTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        field = new Field(aws, temporary);
    }

    @AfterEach
    void close() {
        opened.forEach(S3BackedDynamoDb::close);
        if (field != null) {
            field.close();
        }
    }

    /** Another registration of the same table. */
    private S3BackedDynamoDb registered(
            UnaryOperator<S3BackedTable.Builder> table, UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        S3BackedTable.Builder described = S3BackedTable.builder(field.table)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build());
        S3BackedDynamoDb made = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(field.memory)
                        .threshold(0)
                        .table(table.apply(described).build()))
                .build();
        opened.add(made);
        return made;
    }

    private S3BackedDynamoDb registered(UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        return registered(table -> table, settings);
    }

    private S3BackedDynamoDb readsNatively() {
        return registered(table -> table.nativeValues(NativeValues.READ), settings -> settings);
    }

    private Migrator.Builder migrator(S3BackedDynamoDb s3backed) {
        return Migrator.builder().tables(s3backed, aws.dynamoDb()).segments(2).rewriteItems();
    }

    private MigrateReport migrate(S3BackedDynamoDb s3backed) {
        return migrator(s3backed).build().run();
    }

    private static Map<Outcome, Long> outcomes(MigrateReport report) {
        assertThat(report.tables()).hasSize(1);
        return report.tables().get(0).outcomes();
    }

    private AttributeValue read(S3BackedDynamoDb s3backed, String id, String attribute) {
        DynamoDbClient client = s3backed.wrap(aws.dynamoDb());
        return client.getItem(request ->
                        request.tableName(field.table).key(Map.of("id", s(id))).consistentRead(true))
                .item()
                .get(attribute);
    }

    private Reference reference(String id) {
        return Reference.parse(field.raw(id).get("body").s());
    }

    private BlobMetadata metadata(MemoryBlobStore store, String key) {
        return store.head(key).toCompletableFuture().join().orElseThrow().metadata();
    }

    private void assertHealthy(S3BackedDynamoDb s3backed) {
        VerifyReport report = Verifier.builder()
                .tables(s3backed, aws.dynamoDb())
                .deep()
                .build()
                .run();
        assertThat(report.defects()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NativeValues.class)
    void offloadsWhatIsFromBeforeTheAttributeWasS3BackedWhateverIsReadAndWritten(NativeValues policy) {
        field.putRaw(item("1", "body", s("a native text")));
        S3BackedDynamoDb s3backed = registered(table -> table.nativeValues(policy), settings -> settings);
        MigrateReport report = migrate(s3backed);
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.OFFLOADED, 1L));
        assertThat(report.isComplete()).isTrue();
        assertThat(reference("1").location()).isEqualTo(field.memory.location());
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("a native text"));
        assertHealthy(s3backed);
    }

    @Test
    void bringsEachKindOfValueThereAndBack() {
        Map<String, AttributeValue> item = Map.of(
                "id", s("1"),
                "body", s("text of \u00fc \ud83d\ude00"),
                "json", s("{\"a\": [1,  2]}"),
                "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 0, -1})),
                "other", AttributeValue.fromN("7"));
        field.putRaw(item);
        S3BackedDynamoDb s3backed = registered(
                table -> table.nativeValues(NativeValues.READ_AND_WRITE)
                        .attribute(S3BackedAttribute.json("json").build())
                        .attribute(S3BackedAttribute.binary("bytes").build()),
                settings -> settings);
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.OFFLOADED, 3L));
        assertThat(field.raw("1").values())
                .filteredOn(value -> value.s() != null && value.s().startsWith("mem://"))
                .hasSize(3);
        assertHealthy(s3backed);

        MigrateReport back = migrator(s3backed).toNative().build().run();
        assertThat(outcomes(back)).containsOnly(Map.entry(Outcome.MADE_NATIVE, 3L));
        assertThat(field.raw("1")).isEqualTo(item);
        assertThat(field.memory.keys()).allMatch(key -> key.startsWith("s3backed/.registry/"));
    }

    @Test
    void changesNothingInADryRun() {
        field.putRaw(item("1", "body", s("a native text")));
        String key = field.write("2");
        field.putRaw(item("3", "other", s("text")));
        S3BackedDynamoDb s3backed = readsNatively();
        MigrateReport report =
                Migrator.builder().tables(s3backed, aws.dynamoDb()).build().run();
        assertThat(report.dryRun()).isTrue();
        assertThat(report.items()).isEqualTo(3);
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.OFFLOADED, 1L), Map.entry(Outcome.AS_IS, 1L));
        assertThat(field.raw("1")).containsEntry("body", s("a native text"));
        assertThat(reference("2").key()).isEqualTo(key);
    }

    @Test
    void leavesAloneWhatIsAsItIsToBe() {
        String key = field.write("1");
        assertThat(outcomes(migrate(field.s3backed))).containsOnly(Map.entry(Outcome.AS_IS, 1L));
        assertThat(reference("1").key()).isEqualTo(key);
    }

    @Test
    void keepsASmallValueInTheItem() {
        field.putRaw(item("1", "body", s("small")));
        S3BackedDynamoDb s3backed =
                registered(table -> table.nativeValues(NativeValues.READ), settings -> settings.threshold(1000));
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.OFFLOADED, 1L));
        assertThat(StoredPayload.isInline(field.raw("1").get("body").b().asByteArray()))
                .isTrue();
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.AS_IS, 1L));
    }

    @Test
    void offloadsWhatHasOutgrownTheThreshold() {
        S3BackedDynamoDb before = registered(settings -> settings.threshold(1000));
        before.wrap(aws.dynamoDb())
                .putItem(request -> request.tableName(field.table).item(item("1", "body", s("in the item"))));
        assertThat(field.raw("1").get("body").b()).isNotNull();
        assertThat(outcomes(migrate(field.s3backed))).containsOnly(Map.entry(Outcome.OFFLOADED, 1L));
        assertThat(read(field.s3backed, "1", "body")).isEqualTo(s("in the item"));
        assertThat(reference("1").location()).isEqualTo(field.memory.location());
    }

    @Test
    void movesWhatIsUnderAKeyOfAFormerTemplateAndRemovesTheOldObject() {
        String before = field.write("1");
        S3BackedDynamoDb s3backed =
                registered(settings -> settings.keyTemplate(OTHER).formerKeyTemplates(KeyTemplate.EXCLUSIVE));
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.MOVED, 1L));
        assertThat(reference("1").key()).startsWith("other/");
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("the body of 1"));
        assertThat(field.memory.keys()).doesNotContain(before);
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.AS_IS, 1L));
    }

    @Test
    void movesWhatIsInAFormerStoreAndRemovesTheOldObject() {
        String before = field.write("1");
        S3BackedDynamoDb s3backed =
                registered(settings -> settings.blobStore(newStore).readFrom(field.memory));
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.MOVED, 1L));
        assertThat(reference("1").location()).isEqualTo(newStore.location());
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("the body of 1"));
        assertThat(field.memory.keys()).doesNotContain(before);
        assertThat(newStore.keys()).anyMatch(key -> key.startsWith("s3backed/.registry/tables/"));
    }

    @Test
    void leavesTheObjectsOfAFormerLogicalNameToTheSweeper() {
        String before = field.write("1");
        S3BackedDynamoDb s3backed = registered(
                table -> table.logicalName("restored").formerLogicalNames(field.table), settings -> settings);
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.MOVED, 1L));
        assertThat(reference("1").key()).contains("/restored/");
        assertThat(field.memory.keys()).contains(before);
        assertHealthy(s3backed);
    }

    @Test
    void storesAnewWhatAnotherCompressorMadeIfAsked() {
        field.wrapped.putItem(request ->
                request.tableName(field.table).item(item("1", "body", s("long ".repeat(1000)))));
        String before = reference("1").key();
        assertThat(metadata(field.memory, before).contentEncoding()).isEqualTo("gzip");
        S3BackedDynamoDb s3backed = registered(settings -> settings.compressor("identity"));
        assertThat(outcomes(migrate(s3backed))).containsOnly(Map.entry(Outcome.AS_IS, 1L));
        assertThat(outcomes(migrator(s3backed).recompress().build().run()))
                .containsOnly(Map.entry(Outcome.RECOMPRESSED, 1L));
        String after = reference("1").key();
        assertThat(metadata(field.memory, after).contentEncoding()).isEqualTo("identity");
        assertThat(field.memory.keys()).doesNotContain(before);
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("long ".repeat(1000)));
        assertHealthy(s3backed);
    }

    @Test
    void doesNotStoreAnewWhatCompressionDoesNotMakeSmaller() {
        String before = field.write("1");
        assertThat(metadata(field.memory, before).contentEncoding()).isEqualTo("identity");
        assertThat(outcomes(migrator(field.s3backed).recompress().build().run()))
                .containsOnly(Map.entry(Outcome.AS_IS, 1L));
        assertThat(reference("1").key()).isEqualTo(before);
    }

    @Test
    void leavesAReferenceThatIsNotFollowedAlone() {
        field.putRaw(item("1", "body", s("mem://elsewhere/key")));
        MigrateReport report = migrate(readsNatively());
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.SKIPPED, 1L));
        assertThat(report.isComplete()).isFalse();
        assertThat(report.samples()).singleElement().satisfies(sample -> {
            assertThat(sample.place()).isEqualTo("mem://elsewhere/key");
            assertThat(sample.table()).isEqualTo(field.table);
            assertThat(sample.attribute()).isEqualTo("body");
            assertThat(sample.reason()).contains("none that is followed");
        });
    }

    @Test
    void leavesAValueOfAnotherTypeAlone() {
        field.putRaw(item("1", "body", AttributeValue.fromN("1")));
        MigrateReport report = migrate(readsNatively());
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.SKIPPED, 1L));
        assertThat(report.samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.reason()).contains("which takes type S"));
        assertThat(field.raw("1")).containsEntry("body", AttributeValue.fromN("1"));
    }

    @Test
    void goesOnWhereOneObjectIsMissing() {
        field.memory.delete(field.write("1"));
        field.write("2");
        S3BackedDynamoDb s3backed =
                registered(settings -> settings.keyTemplate(OTHER).formerKeyTemplates(KeyTemplate.EXCLUSIVE));
        MigrateReport report = migrate(s3backed);
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.FAILED, 1L), Map.entry(Outcome.MOVED, 1L));
        assertThat(report.samples()).singleElement().satisfies(sample -> {
            assertThat(sample.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(sample.place()).isEqualTo(reference("1").toString());
            assertThat(sample.reason()).contains("where there is no object");
        });
    }

    @Test
    void worksOverAClientThatDoesNotBlock() {
        field.putRaw(item("1", "body", s("a native text")));
        S3BackedDynamoDb s3backed = readsNatively();
        MigrateReport report = Migrator.builder()
                .tables(s3backed, aws.dynamoDbAsync())
                .rewriteItems()
                .build()
                .run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.OFFLOADED, 1L));
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("a native text"));
    }

    @Test
    void goesOnWhereAKeyWouldBeTooLong() {
        field.putRaw(item("x".repeat(1000), "body", s("a native text")));
        field.putRaw(item("2", "body", s("a native text")));
        S3BackedDynamoDb s3backed = registered(
                table -> table.nativeValues(NativeValues.READ),
                settings -> settings.keyTemplate(
                        KeyTemplate.of("named/{table}/{partitionKey}/{item}/{attribute}/{writeId}-{fingerprint}")));
        assertThat(outcomes(migrate(s3backed)))
                .containsOnly(Map.entry(Outcome.FAILED, 1L), Map.entry(Outcome.OFFLOADED, 1L));
    }

    @Test
    void letsWhoeverWritesMeanwhileWin() {
        field.putRaw(item("1", "body", s("a native text")));
        S3BackedDynamoDb s3backed = readsNatively();
        HookedTableClient client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        client.afterScan = () -> field.putRaw(item("1", "body", s("another native text")));
        MigrateReport report = Migrator.builder()
                .tables(s3backed, client)
                .segments(1)
                .rewriteItems()
                .build()
                .run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.OFFLOADED, 1L), Map.entry(Outcome.CHANGED, 1L));
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("another native text"));
        assertThat(payloads()).as("what was stored in vain is removed").hasSize(1);
    }

    private List<String> payloads() {
        return field.memory.keys().stream()
                .filter(key -> !key.startsWith("s3backed/.registry/"))
                .toList();
    }

    @Test
    void doesNotBringBackAnItemThatIsGone() {
        field.putRaw(item("1", "body", s("a native text")));
        HookedTableClient client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        client.afterScan = () -> aws.dynamoDb()
                .deleteItem(request -> request.tableName(field.table).key(Map.of("id", s("1"))));
        MigrateReport report = Migrator.builder()
                .tables(readsNatively(), client)
                .segments(1)
                .rewriteItems()
                .build()
                .run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.CHANGED, 1L));
        assertThat(field.raw("1")).isEmpty();
        assertThat(payloads()).isEmpty();
    }

    @Test
    void leavesWhatDoesNotFitInTheItemS3Backed() {
        field.wrapped.putItem(request ->
                request.tableName(field.table).item(item("1", "body", s("x".repeat(500_000)))));
        field.wrapped.putItem(request -> request.tableName(field.table)
                .item(Map.of("id", s("2"), "body", s("x".repeat(300_000)), "other", s("y".repeat(200_000)))));
        S3BackedDynamoDb s3backed =
                registered(table -> table.nativeValues(NativeValues.READ_AND_WRITE), settings -> settings);
        MigrateReport report = migrator(s3backed).toNative().build().run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.TOO_LARGE, 2L));
        assertThat(report.isComplete()).isFalse();
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("x".repeat(500_000)));
        assertThat(read(s3backed, "2", "body")).isEqualTo(s("x".repeat(300_000)));
    }

    @Test
    void leavesATextS3BackedThatWouldBeTakenForAReference() {
        field.wrapped.putItem(
                request -> request.tableName(field.table).item(item("1", "body", s("mem://field/is a text"))));
        S3BackedDynamoDb s3backed =
                registered(table -> table.nativeValues(NativeValues.READ_AND_WRITE), settings -> settings);
        MigrateReport report = migrator(s3backed).toNative().build().run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.SKIPPED, 1L));
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("mem://field/is a text"));
    }

    @Test
    void refusesToLeaveBehindWhatNobodyWouldRead() {
        field.write("1");
        Migrator migrator = migrator(field.s3backed).toNative().build();
        assertThatThrownBy(migrator::run)
                .isInstanceOf(SweepRefusedException.class)
                .hasMessageContaining("nativeValues(READ_AND_WRITE)");
    }

    @Test
    void refusesAWrappedClient() {
        field.write("1");
        Migrator migrator =
                Migrator.builder().tables(field.s3backed, field.wrapped).build();
        assertThatThrownBy(migrator::run)
                .isInstanceOf(SweepRefusedException.class)
                .hasMessageContaining("wrapped client");
    }

    @Test
    void tellsHowFarItIs() {
        field.putRaw(item("1", "body", s("a native text")));
        field.write("2");
        List<MigrateProgress> heard = new ArrayList<>();
        migrator(readsNatively()).listener(heard::add).build().run();
        assertThat(heard.get(heard.size() - 1)).isEqualTo(new MigrateProgress(1, 2, 2, 2, 1, 0));
    }
}
