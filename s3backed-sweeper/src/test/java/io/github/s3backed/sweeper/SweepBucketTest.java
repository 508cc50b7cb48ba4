package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Sweeps of real buckets. Their clocks cannot be set and count in whole seconds, so that what is to be old waits until the clock
 * has moved on, and the grace period is short.
 */
@AwsTest
class SweepBucketTest {

    private static final Duration NONE = Duration.ZERO;

    private final AwsBackend aws;
    private final String bucket = "s3backed-sweep-" + UUID.randomUUID();
    private S3BlobStore store;
    private Path temporary;
    private Field field;

    SweepBucketTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void makeBucket(@TempDir Path folder) {
        aws.require();
        temporary = folder;
        aws.s3().createBucket(request -> request.bucket(bucket));
        store = S3BlobStore.create(aws.s3(), bucket);
    }

    private void enableVersioning() {
        aws.s3()
                .putBucketVersioning(request -> request.bucket(bucket)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }

    private void open(UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        field = new Field(aws, temporary, builder -> settings.apply(builder.blobStore(store)));
    }

    private void openShared() {
        enableVersioning();
        open(settings -> settings.cleanUp(CleanUp.SWEEPER).keyTemplate(KeyTemplate.PYNAMODB_MATE));
    }

    @AfterEach
    void removeBucket() {
        if (store == null) {
            return;
        }
        S3Client s3 = aws.s3();
        uploads()
                .forEach(upload ->
                        store.abortUpload(upload).toCompletableFuture().join());
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket)).forEach(page -> {
            page.versions()
                    .forEach(v ->
                            s3.deleteObject(r -> r.bucket(bucket).key(v.key()).versionId(v.versionId())));
            page.deleteMarkers()
                    .forEach(v ->
                            s3.deleteObject(r -> r.bucket(bucket).key(v.key()).versionId(v.versionId())));
        });
        s3.deleteBucket(request -> request.bucket(bucket));
        store.close();
        if (field != null) {
            field.close();
        }
    }

    private List<UnfinishedUpload> uploads() {
        return store.listUploads("", null).toCompletableFuture().join().entries();
    }

    private List<BlobVersion> versions(String key) {
        return store.listVersions(key, null).toCompletableFuture().join().entries();
    }

    private boolean isThere(String key) {
        return store.head(key).toCompletableFuture().join().isPresent();
    }

    /** Waits until the bucket's clock has gone on, so that all that is there is older than its next second. */
    private void letTimePass() throws InterruptedException {
        Instant begin = now();
        while (!now().isAfter(begin.plusSeconds(1))) {
            Thread.sleep(50);
        }
    }

    private Instant now() {
        return store.list("nothing", null).toCompletableFuture().join().observedAt();
    }

    private SweepReport sweep(Duration grace) {
        return field.sweeper(store).gracePeriod(grace).build().run();
    }

    private String orphan(String id) {
        String key = field.keyOf(id, field.table);
        Field.put(store, key);
        return key;
    }

    @Test
    void deletesAnOrphanOfABucketWithoutVersions() throws Exception {
        open(settings -> settings);
        String live = field.write("1");
        String orphan = orphan("2");
        letTimePass();
        SweepReport report = sweep(NONE);
        assertThat(isThere(live)).isTrue();
        assertThat(isThere(orphan)).isFalse();
        assertThat(report.deleted().objects()).isEqualTo(1);
    }

    @Test
    void keepsAnOrphanThatIsYoung() throws Exception {
        open(settings -> settings);
        field.write("1");
        String orphan = orphan("2");
        letTimePass();
        SweepReport report = sweep(Duration.ofHours(1));
        assertThat(isThere(orphan)).isTrue();
        assertThat(report.listed().young()).isEqualTo(1);
    }

    @Test
    void refusesABucketWhoseWritersMayActByAFormerPolicy() {
        open(settings -> settings);
        field.write("1");
        assertThat(catchThrowable(() -> field.sweeper(store).build().run()))
                .isInstanceOf(SweepRefusedException.class)
                .hasMessageContaining("is younger than PT24H");
    }

    @Test
    void asksForNothingElseThanItsDocumentationSays() throws Exception {
        enableVersioning();
        open(settings -> settings);
        field.write("1");
        orphan("2");
        begin(field.keyOf("3", field.table));
        letTimePass();
        FaultyClients onS3 = FaultyClients.of((request, number) -> Fault.pass());
        FaultyClients onDynamoDb = FaultyClients.of((request, number) -> Fault.pass());
        try (S3Client s3 = aws.s3Builder().httpClientBuilder(onS3.blocking()).build();
                DynamoDbClient dynamoDb = aws.dynamoDbBuilder()
                        .httpClientBuilder(onDynamoDb.blocking())
                        .build();
                S3BlobStore recorded = S3BlobStore.create(s3, bucket)) {
            Sweeper.builder()
                    .store(recorded)
                    .tables(field.s3backed, dynamoDb)
                    .stateFolder(field.folder)
                    .deleteAndLogTo(field.log)
                    .gracePeriod(NONE)
                    .build()
                    .run();
        }
        assertThat(onDynamoDb.requests())
                .extracting(
                        request -> request.firstMatchingHeader("X-Amz-Target").orElseThrow())
                .containsOnly("DynamoDB_20120810.DescribeTable", "DynamoDB_20120810.Scan");
        assertThat(onS3.requests())
                .extracting(request -> request.method() + " " + operation(request))
                .containsOnly(
                        "HEAD object",
                        "GET object",
                        "GET versioning",
                        "GET list-type",
                        "GET versions",
                        "GET uploads",
                        "POST delete",
                        "DELETE uploadId");
    }

    private static String operation(SdkHttpRequest request) {
        return Stream.of("versioning", "list-type", "versions", "uploads", "delete", "uploadId")
                .filter(request.rawQueryParameters()::containsKey)
                .findFirst()
                .orElse("object");
    }

    @Test
    void deletesEveryVersionOfAnExclusiveOrphan() throws Exception {
        enableVersioning();
        open(settings -> settings);
        String live = field.write("1");
        String orphan = orphan("2");
        orphan("2");
        String removed = orphan("3");
        store.delete(removed).toCompletableFuture().join();
        letTimePass();
        sweep(NONE);
        assertThat(versions(orphan)).isEmpty();
        assertThat(versions(removed)).isEmpty();
        assertThat(isThere(live)).isTrue();
    }

    @Test
    void deletesEveryVersionOfAnExclusiveOrphanAlsoWhereVersioningIsSuspended() throws Exception {
        enableVersioning();
        open(settings -> settings);
        String before = orphan("2");
        String live = field.write("1");
        aws.s3()
                .putBucketVersioning(request -> request.bucket(bucket)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));
        orphan("2");
        String after = orphan("3");
        letTimePass();
        sweep(NONE);
        assertThat(versions(before)).isEmpty();
        assertThat(versions(after)).isEmpty();
        assertThat(isThere(live)).isTrue();
    }

    @Test
    void hidesAnOrphanUntilTheRetentionIsOver() throws Exception {
        enableVersioning();
        open(settings -> settings);
        field.write("1");
        String orphan = orphan("2");
        letTimePass();
        field.sweeper(store)
                .gracePeriod(NONE)
                .retention(Duration.ofHours(1))
                .build()
                .run();
        assertThat(versions(orphan)).extracting(BlobVersion::deleteMarker).containsExactly(true, false);
        letTimePass();
        SweepReport kept = field.sweeper(store)
                .gracePeriod(NONE)
                .retention(Duration.ofHours(1))
                .build()
                .run();
        assertThat(kept.listed().retained()).isEqualTo(2);
        assertThat(versions(orphan)).hasSize(2);
        field.sweeper(store)
                .gracePeriod(NONE)
                .retention(Duration.ofMillis(1))
                .build()
                .run();
        assertThat(versions(orphan)).isEmpty();
    }

    @Test
    void deletesTheVersionOfASharedOrphanAndKeepsOneThatIsReferredTo() throws Exception {
        openShared();
        String live = field.write("1");
        String orphan = field.write("2");
        field.putRaw(Map.of("id", Field.s("2")));
        letTimePass();
        SweepReport report = sweep(NONE);
        assertThat(versions(orphan)).isEmpty();
        assertThat(versions(live)).hasSize(1);
        assertThat(report.deleted().objects()).isEqualTo(1);
        assertThat(field.loggedLines()).singleElement().asString().contains("\tVERSION\t" + orphan);
    }

    @Test
    void sparesASharedObjectThatWasStoredAgainWhileItWasListed() throws Exception {
        openShared();
        field.write("1");
        String shared = field.write("2");
        field.putRaw(Map.of("id", Field.s("2")));
        letTimePass();
        field.sweeper(store)
                .gracePeriod(NONE)
                .steps(step -> {
                    if (step.equals("delete")) {
                        Field.put(store, shared); // As a writer does that finds it too old to rely on.
                    }
                })
                .build()
                .run();
        assertThat(isThere(shared)).isTrue();
        assertThat(versions(shared)).hasSize(1);
    }

    @Test
    void deletesTheOldVersionOfASharedObjectThatWasStoredAgain() throws Exception {
        openShared();
        String live = field.write("1");
        letTimePass();
        Field.put(store, live);
        letTimePass();
        assertThat(versions(live)).hasSize(2);
        sweep(NONE);
        assertThat(versions(live))
                .singleElement()
                .extracting(BlobVersion::current)
                .isEqualTo(true);
    }

    @Test
    void leavesTheVersionsOfAReferredObjectThatIsHiddenAlone() throws Exception {
        enableVersioning();
        open(settings -> settings);
        String live = field.write("1");
        store.delete(live).toCompletableFuture().join();
        letTimePass();
        sweep(NONE);
        assertThat(versions(live)).as("somebody may want to undo the deletion").hasSize(2);
    }

    @Test
    void refusesSharedKeysWhereVersioningIsSuspended() {
        openShared();
        field.write("1");
        aws.s3()
                .putBucketVersioning(request -> request.bucket(bucket)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));
        assertThat(catchThrowable(() -> sweep(NONE)))
                .isInstanceOf(SweepRefusedException.class)
                .hasMessageContaining("is SUSPENDED");
    }

    @Test
    void abortsUploadsThatWereBegunBeforeTheCutOffAndNoOthers() throws Exception {
        open(settings -> settings);
        field.write("1");
        String stale = field.keyOf("2", field.table);
        begin(stale);
        begin("others/upload");
        letTimePass();
        assertThat(sweep(Duration.ofHours(1)).listed().staleUploads()).isZero();
        assertThat(uploads()).hasSize(2);
        SweepReport report = sweep(NONE);
        assertThat(uploads()).extracting(UnfinishedUpload::key).containsExactly("others/upload");
        assertThat(report.deleted().uploads()).isEqualTo(1);
        assertThat(report.deleted().objects()).isZero();
    }

    private void begin(String key) {
        aws.s3().createMultipartUpload(request -> request.bucket(bucket).key(key));
    }

    @Test
    void reportsWhatCouldNotBeDeleted() throws Exception {
        open(settings -> settings);
        field.write("1");
        String kept = orphan("2");
        String gone = orphan("3");
        letTimePass();
        String answer = "<DeleteResult><Error><Key>" + kept + "</Key><Code>AccessDenied</Code><Message>Access Denied"
                + "</Message></Error></DeleteResult>";
        FaultyClients faults = FaultyClients.of(
                (request, number) -> request.rawQueryParameters().containsKey("delete")
                        ? new Fault.Answer(200, "application/xml", answer)
                        : Fault.pass());
        try (S3Client client =
                        aws.s3Builder().httpClientBuilder(faults.blocking()).build();
                S3BlobStore denied = S3BlobStore.create(client, bucket)) {
            SweepReport report = field.sweeper(denied).gracePeriod(NONE).build().run();
            assertThat(report.deleted().objects()).isEqualTo(1);
            assertThat(report.deleted().failed()).isEqualTo(1);
            assertThat(report.deleted().failures()).singleElement().satisfies(failure -> {
                assertThat(failure.key()).isEqualTo(kept);
                assertThat(failure.reason()).isEqualTo("AccessDenied: Access Denied");
            });
        }
        assertThat(field.loggedLines()).hasSize(2).anyMatch(line -> line.contains(gone));
    }
}
