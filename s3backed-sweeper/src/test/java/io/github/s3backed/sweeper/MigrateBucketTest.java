package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.PayloadHandle;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.sweeper.MigrateReport.Outcome;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** Migrations of real buckets: into another one, and of what others have written there. */
@AwsTest
class MigrateBucketTest {

    private static final int LARGE = 18 * 1024 * 1024;

    private final AwsBackend aws;
    private final String links = "s3backed-links-" + UUID.randomUUID();
    private final List<S3BackedDynamoDb> opened = new ArrayList<>();
    private S3BlobStore store;
    private S3Client otherClient;
    private Field field;

    MigrateBucketTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        aws.s3().createBucket(request -> request.bucket(links));
        otherClient = aws.s3Builder().build();
        store = S3BlobStore.create(aws.s3(), aws.bucket());
        field = new Field(aws, temporary, settings -> settings.blobStore(store));
    }

    @AfterEach
    void close() {
        if (field != null) {
            opened.forEach(S3BackedDynamoDb::close);
            field.close();
            otherClient.close();
        }
    }

    private S3BackedDynamoDb registered(
            UnaryOperator<S3BackedTable.Builder> table, UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        S3BackedTable.Builder described = S3BackedTable.builder(field.table).partitionKey("id");
        S3BackedDynamoDb made = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .threshold(0)
                        .table(table.apply(described).build()))
                .build();
        opened.add(made);
        return made;
    }

    private S3BackedDynamoDb linked() {
        return registered(
                table -> table.nativeValues(NativeValues.READ)
                        .attribute(S3BackedAttribute.text("body").build())
                        .attribute(S3BackedAttribute.binary("bytes").build()),
                settings -> settings.readFrom(S3BlobStore.create(aws.s3(), links)));
    }

    private Migrator.Builder migrator(S3BackedDynamoDb s3backed) {
        return Migrator.builder().tables(s3backed, aws.dynamoDb()).rewriteItems();
    }

    private static Map<Outcome, Long> outcomes(MigrateReport report) {
        return report.tables().get(0).outcomes();
    }

    private AttributeValue read(S3BackedDynamoDb s3backed, String id, String attribute) {
        return s3backed.wrap(aws.dynamoDb())
                .getItem(request -> request.tableName(field.table).key(Map.of("id", s(id))))
                .item()
                .get(attribute);
    }

    private AttributeValue link(String key, byte[] bytes) {
        aws.s3().putObject(request -> request.bucket(links).key(key), RequestBody.fromBytes(bytes));
        return linkTo(links, key);
    }

    private static AttributeValue linkTo(String bucket, String key) {
        return s("{\"s3\":{\"bucket\":\"" + bucket + "\",\"key\":\"" + key + "\",\"region\":\"us-west-2\"}}");
    }

    private byte[] linked(String key) {
        return aws.s3()
                .getObjectAsBytes(request -> request.bucket(links).key(key))
                .asByteArray();
    }

    @Test
    void takesOverTheObjectsOfS3LinksAndLeavesThemThere() {
        byte[] text = "linked text \u00fc".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = {0, -1, 7};
        field.putRaw(Map.of("id", s("1"), "body", link("a/text", text), "bytes", link("a/bytes", bytes)));
        S3BackedDynamoDb s3backed = linked();
        assertThat(outcomes(migrator(s3backed).adoptS3Links().build().run()))
                .containsOnly(Map.entry(Outcome.ADOPTED, 2L));
        assertThat(read(s3backed, "1", "body")).isEqualTo(s("linked text \u00fc"));
        assertThat(read(s3backed, "1", "bytes")).isEqualTo(AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
        assertThat(field.raw("1").get("body").s()).startsWith(store.location() + "/s3backed/");
        assertThat(linked("a/text")).isEqualTo(text);
    }

    @Test
    void leavesS3LinksAloneUnlessAskedAndWhereTheirBucketIsNotConfigured() {
        AttributeValue known = link("text", new byte[] {'a'});
        AttributeValue foreign = linkTo("some-other-bucket", "text");
        field.putRaw(item("1", "body", known));
        field.putRaw(item("2", "body", foreign));
        S3BackedDynamoDb s3backed = linked();
        MigrateReport unasked = migrator(s3backed).build().run();
        assertThat(outcomes(unasked)).containsOnly(Map.entry(Outcome.SKIPPED, 2L));
        assertThat(unasked.samples()).allMatch(sample -> sample.reason().contains("adoptS3Links"));
        MigrateReport asked = migrator(s3backed).adoptS3Links().build().run();
        assertThat(outcomes(asked)).containsOnly(Map.entry(Outcome.ADOPTED, 1L), Map.entry(Outcome.SKIPPED, 1L));
        assertThat(asked.samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.reason()).contains("some-other-bucket", "readFrom"));
        assertThat(field.raw("2")).containsEntry("body", foreign);
    }

    /** Whoever could write such a text would otherwise have another item's payload. */
    @Test
    void takesOverNoObjectOfThisLibrary() {
        String ours = "s3backed/" + field.table + "/0123456789abcdef0123456789abcdef/body/" + "0".repeat(64) + "-"
                + "1".repeat(32);
        AttributeValue forged = link(ours, new byte[] {'a'});
        AttributeValue registry = linkTo(links, "s3backed/.registry/policy");
        field.putRaw(item("1", "body", forged));
        field.putRaw(item("2", "body", registry));
        MigrateReport report = migrator(linked()).adoptS3Links().build().run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.SKIPPED, 2L));
        assertThat(report.samples()).allMatch(sample -> sample.reason().contains("of this library"));
        assertThat(field.raw("1")).containsEntry("body", forged);
    }

    @Test
    void failsOnAnS3LinkToWhatIsGoneOrIsNoText() {
        field.putRaw(item("1", "body", linkTo(links, "gone")));
        field.putRaw(item("2", "body", link("no-text", new byte[] {-1})));
        MigrateReport report = migrator(linked()).adoptS3Links().build().run();
        assertThat(outcomes(report)).containsOnly(Map.entry(Outcome.FAILED, 2L));
        assertThat(report.samples())
                .extracting(MigrateReport.Sample::reason)
                .anyMatch(reason -> reason.contains("no object s3://" + links + "/gone"))
                .anyMatch(reason -> reason.contains("s3://" + links + "/no-text"));
    }

    @Test
    void streamsToABucketThatAnotherClientIsFor() {
        byte[] bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        S3BackedDynamoDb before = registered(
                table -> table.attribute(S3BackedAttribute.streamed("file").build()), settings -> settings);
        before.wrap(aws.dynamoDb())
                .putItem(request -> request.tableName(field.table)
                        .item(item(
                                "1",
                                "file",
                                PayloadHandle.of(
                                        StreamedPayload.of(bytes).withContentType("video/mp4"), () -> s("")))));
        Reference old = Reference.parse(field.raw("1").get("file").s());
        S3BlobStore target = S3BlobStore.create(otherClient, links);
        S3BackedDynamoDb after = registered(
                table -> table.attribute(S3BackedAttribute.binary("file").build()),
                settings -> settings.blobStore(target).readFrom(store));
        assertThat(outcomes(migrator(after).build().run())).containsOnly(Map.entry(Outcome.MOVED, 1L));
        Reference moved = Reference.parse(field.raw("1").get("file").s());
        assertThat(moved.location()).isEqualTo(target.location());
        BlobInfo info = target.head(moved.key()).toCompletableFuture().join().orElseThrow();
        assertThat(info.metadata().contentType()).isEqualTo("video/mp4");
        assertThat(store.head(old.key()).toCompletableFuture().join()).isEmpty();
        assertThat(read(after, "1", "file").b().asByteArray()).isEqualTo(bytes);
    }

    @Test
    void givesWhatPynamodbMateWroteMetadataAndAKeyOfItsOwn() throws IOException {
        List<JsonNode> cases = pynamodbMateCases();
        UnaryOperator<S3BackedTable.Builder> attributes =
                table -> table.attribute(S3BackedAttribute.text("text").build())
                        .attribute(S3BackedAttribute.binary("binary").build())
                        .attribute(S3BackedAttribute.json("json").build());
        KeyTemplate[] templates = cases.stream()
                .map(each -> text(each, "key_template"))
                .distinct()
                .map(KeyTemplate::of)
                .toArray(KeyTemplate[]::new);
        for (int i = 0; i < cases.size(); i++) {
            String key = keyOf(cases.get(i));
            byte[] body = bytes(cases.get(i), "s3_body_b64");
            aws.s3().putObject(request -> request.bucket(aws.bucket()).key(key), RequestBody.fromBytes(body));
            field.putRaw(item("" + i, text(cases.get(i), "type"), s(store.location() + "/" + key)));
        }
        S3BackedDynamoDb s3backed = registered(attributes, settings -> settings.formerKeyTemplates(templates));
        assertThat(outcomes(migrator(s3backed).build().run())).containsOnly(Map.entry(Outcome.MOVED, 20L));
        for (int i = 0; i < cases.size(); i++) {
            String attribute = text(cases.get(i), "type");
            Reference reference =
                    Reference.parse(field.raw("" + i).get(attribute).s());
            BlobInfo info =
                    store.head(reference.key()).toCompletableFuture().join().orElseThrow();
            assertThat(info.metadata().userMetadata()).containsEntry("s3backed-serializer", attribute);
            AttributeValue value = read(s3backed, "" + i, attribute);
            byte[] raw = value.b() != null ? value.b().asByteArray() : value.s().getBytes(StandardCharsets.UTF_8);
            assertThat(raw).isEqualTo(bytes(cases.get(i), "raw_b64"));
            assertThat(store.head(keyOf(cases.get(i))).toCompletableFuture().join())
                    .as("others may refer to it")
                    .isPresent();
        }
    }

    private static List<JsonNode> pynamodbMateCases() throws IOException {
        try (InputStream in = MigrateBucketTest.class.getResourceAsStream(
                "/io/github/s3backed/enhanced/client/pynamodb-mate-5.5.1.1.json")) {
            return JsonNode.parser().parse(in).asArray();
        }
    }

    private static String text(JsonNode node, String field) {
        return node.field(field).orElseThrow().asString();
    }

    private static byte[] bytes(JsonNode node, String field) {
        return Base64.getDecoder().decode(text(node, field));
    }

    private static String keyOf(JsonNode node) {
        return text(node.field("dynamodb").orElseThrow(), "S").substring("s3://bkt/".length());
    }
}
