package io.github.s3backed.sweeper;

import static io.github.s3backed.sweeper.Field.item;
import static io.github.s3backed.sweeper.Field.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.sweeper.RestoreReport.Outcome;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** A backup is a copy of items as they are in the table, which is put back after their objects were deleted. */
@AwsTest
class RestorerTest {

    private final AwsBackend aws;
    private final String bucket = "s3backed-restore-" + UUID.randomUUID();
    private final List<S3BackedDynamoDb> opened = new ArrayList<>();
    private S3BlobStore store;
    private Field field;

    RestorerTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open(@TempDir Path temporary) {
        aws.require();
        aws.s3().createBucket(request -> request.bucket(bucket));
        setVersioning(BucketVersioningStatus.ENABLED);
        store = S3BlobStore.create(aws.s3(), bucket);
        field = new Field(aws, temporary, settings -> settings.blobStore(store));
    }

    @AfterEach
    void close() {
        opened.forEach(S3BackedDynamoDb::close);
        if (field != null) {
            field.close();
        }
    }

    private void setVersioning(BucketVersioningStatus status) {
        aws.s3()
                .putBucketVersioning(request ->
                        request.bucket(bucket).versioningConfiguration(versioning -> versioning.status(status)));
    }

    private void delete(String id) {
        field.wrapped.deleteItem(request -> request.tableName(field.table).key(Map.of("id", s(id))));
    }

    private Restorer.Builder restorer(S3BackedDynamoDb s3backed) {
        return Restorer.builder().store(store).tables(s3backed, aws.dynamoDb()).restoreObjects();
    }

    private RestoreReport restore() {
        return restorer(field.s3backed).build().run();
    }

    private List<BlobVersion> versions(String key) {
        return store.listVersions(key, null).toCompletableFuture().join().entries();
    }

    private BlobInfo head(String key) {
        return store.head(key).toCompletableFuture().join().orElseThrow();
    }

    private static AttributeValue read(S3BackedDynamoDb s3backed, AwsBackend aws, String table, String id) {
        DynamoDbClient client = s3backed.wrap(aws.dynamoDb());
        return client.getItem(request -> request.tableName(table).key(Map.of("id", s(id))))
                .item()
                .get("body");
    }

    @Test
    void bringsBackWhatAnItemRefersToAgain() {
        String key = field.write("1");
        field.write("2");
        BlobMetadata before = head(key).metadata();
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        field.putRaw(backup);
        RestoreReport report = restore();
        assertThat(report.outcomes()).containsOnly(Map.entry(Outcome.RESTORED, 1L), Map.entry(Outcome.PRESENT, 1L));
        assertThat(report.references()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
        assertThat(head(key).metadata()).isEqualTo(before);
        assertThat(read(field.s3backed, aws, field.table, "1")).isEqualTo(s("the body of 1"));
        assertThat(restore().outcomes()).containsOnly(Map.entry(Outcome.PRESENT, 2L));
    }

    @Test
    void onlyCountsInADryRun() {
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        field.putRaw(backup);
        RestoreReport report = Restorer.builder()
                .store(store)
                .tables(field.s3backed, aws.dynamoDb())
                .build()
                .run();
        assertThat(report.dryRun()).isTrue();
        assertThat(report.outcomes()).containsOnly(Map.entry(Outcome.RESTORED, 1L));
        assertThat(store.head(key).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void makesWhatItBringsBackAsYoungAsIfItHadBeenWrittenNow() throws Exception {
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        Instant deleted = versions(key).get(0).lastModified();
        Thread.sleep(1100); // The clock of S3 counts in whole seconds.
        field.putRaw(backup);
        restore();
        assertThat(head(key).lastModified()).isAfter(deleted);
        field.putRaw(Map.of("id", s("1")));
        field.sweeper(store).gracePeriod(Duration.ofHours(1)).build().run();
        assertThat(store.head(key).toCompletableFuture().join())
                .as("a sweep that saw no reference to it")
                .isPresent();
    }

    @Test
    void bringsBackTheObjectsOfATableThatWasRestoredUnderAnotherName() {
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        String restored = Field.createTable(aws);
        aws.dynamoDb().putItem(request -> request.tableName(restored).item(backup));
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .threshold(0)
                .table(Field.described(restored).formerLogicalNames(field.table).build())
                .build();
        opened.add(s3backed);
        assertThat(restorer(s3backed).build().run().outcomes()).containsOnly(Map.entry(Outcome.RESTORED, 1L));
        assertThat(read(s3backed, aws, restored, "1")).isEqualTo(s("the body of 1"));
        assertThat(registry()).anyMatch(name -> name.contains(restored));
        assertThatThrownBy(() ->
                        field.sweeper(store).gracePeriod(Duration.ZERO).build().run())
                .as("a sweep that does not know the restored table")
                .isInstanceOf(SweepRefusedException.class);
        assertThat(head(key)).isNotNull();
    }

    private List<String> registry() {
        return store.list("s3backed/.registry/tables/", null).toCompletableFuture().join().entries().stream()
                .map(entry -> entry.key())
                .toList();
    }

    @Test
    void saysWhatIsGoneForGood() {
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        store.deleteVersions(versions(key)).toCompletableFuture().join();
        field.putRaw(backup);
        RestoreReport report = restore();
        assertThat(report.outcomes()).containsOnly(Map.entry(Outcome.GONE, 1L));
        assertThat(report.isComplete()).isFalse();
        assertThat(report.samples()).singleElement().satisfies(sample -> {
            assertThat(sample.reference()).isEqualTo(store.location() + "/" + key);
            assertThat(sample.reason()).contains("No version");
        });
    }

    @Test
    void takesTheNewestVersionThatIsNoDeleteMarker() {
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        store.delete(key).toCompletableFuture().join();
        store.delete(key).toCompletableFuture().join();
        field.putRaw(backup);
        assertThat(restore().count(Outcome.RESTORED)).isEqualTo(1);
        assertThat(read(field.s3backed, aws, field.table, "1")).isEqualTo(s("the body of 1"));
    }

    @Test
    void bringsNothingBackThatIsNotWhatWasWritten() {
        String key = field.write("1");
        BlobMetadata metadata = head(key).metadata();
        Map<String, String> said = new HashMap<>(metadata.userMetadata());
        said.put("s3backed-fingerprint", "ab".repeat(32));
        store.put(
                        key,
                        BlobContent.of("other".getBytes(StandardCharsets.UTF_8)),
                        new BlobMetadata(metadata.contentType(), metadata.contentEncoding(), said),
                        PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        field.putRaw(backup);
        assertThat(restore().outcomes()).containsOnly(Map.entry(Outcome.NOT_OURS, 1L));
        assertThat(store.head(key).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void leavesAReferenceThatIsNotFollowedAlone() {
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        field.putRaw(item("another", "body", backup.get("body")));
        assertThat(restore().outcomes()).containsOnly(Map.entry(Outcome.FOREIGN, 1L));
        assertThat(store.head(key).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void refusesABucketThatHasNeverKeptVersions() {
        String plain = "s3backed-plain-" + UUID.randomUUID();
        aws.s3().createBucket(request -> request.bucket(plain));
        Restorer restorer = Restorer.builder()
                .store(S3BlobStore.create(aws.s3(), plain))
                .tables(field.s3backed, aws.dynamoDb())
                .restoreObjects()
                .build();
        assertThatThrownBy(restorer::run)
                .isInstanceOf(SweepRefusedException.class)
                .hasMessageContaining("s3://" + plain + " keeps no versions");
    }

    @Test
    void saysWhatIsMissingInAStoreThatItWasNotGiven() {
        String other = "s3backed-other-" + UUID.randomUUID();
        aws.s3().createBucket(request -> request.bucket(other));
        aws.s3()
                .putBucketVersioning(request -> request.bucket(other)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        String key = field.write("1");
        Map<String, AttributeValue> backup = field.raw("1");
        delete("1");
        field.putRaw(backup);
        RestoreReport report = Restorer.builder()
                .store(S3BlobStore.create(aws.s3(), other))
                .tables(field.s3backed, aws.dynamoDb())
                .restoreObjects()
                .build()
                .run();
        assertThat(report.outcomes()).containsOnly(Map.entry(Outcome.OTHER_STORE, 1L));
        assertThat(store.head(key).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void sparesWhatWasReplacedMeanwhile() {
        String key = field.write("1");
        store.delete(key).toCompletableFuture().join();
        HookedTableClient client = new HookedTableClient(TableClient.over(aws.dynamoDb()));
        client.afterScan = () -> field.putRaw(Map.of("id", s("1")));
        RestoreReport report = Restorer.builder()
                .store(store)
                .tables(field.s3backed, client)
                .segments(1)
                .restoreObjects()
                .build()
                .run();
        assertThat(report.outcomes()).containsOnly(Map.entry(Outcome.CHANGED, 1L));
        assertThat(store.head(key).toCompletableFuture().join()).isEmpty();
    }
}
