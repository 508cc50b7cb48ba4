package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What the check before the first request makes of refusals, broken connections and answers that no local server gives. */
class CheckDenialsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final Fault DENIED_BY_S3 = Fault.s3Error(403, "AccessDenied");
    private static final Fault DENIED_BY_DYNAMO_DB = Fault.dynamoDbError(400, "AccessDeniedException");

    @AfterAll
    static void close() {
        AWS.close();
    }

    @ParameterizedTest
    @EnumSource
    void everythingDeniedIsAReportOfWhatToAllow(Door door) {
        CheckReport report = check(door, request -> DENIED_BY_DYNAMO_DB, request -> DENIED_BY_S3, table -> table);

        assertThat(report.toString())
                .contains(
                        "WARNING table",
                        "Allow dynamodb:DescribeTable",
                        "dynamodb:DescribeTimeToLive",
                        "s3:PutObject",
                        "s3:DeleteObject",
                        "s3:ListBucket",
                        "s3:GetBucketVersioning");
        assertThat(report.errors()).hasSize(2).allMatch(error -> error.subject().startsWith("s3://"));
    }

    @ParameterizedTest
    @EnumSource
    void brokenConnectionsAreErrors(Door door) {
        CheckReport report =
                check(door, request -> new Fault.BreakBefore(), request -> new Fault.BreakBefore(), table -> table);

        assertThat(report.errors())
                .hasSize(2)
                .allSatisfy(error -> assertThat(error.message()).contains("no complete answer", "broken on purpose"));
    }

    @Test
    void aClosedClientIsAnError() {
        DynamoDbClient closed = AWS.dynamoDbBuilder().build();
        closed.close();
        try (S3BackedDynamoDb s3backed = inMemory(table("articles").build())) {
            assertThat(s3backed.check(closed).errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.message()).contains("no complete answer"));
        }
    }

    @Test
    void invalidCredentialsAreNamed() {
        assertThat(onlyTable(request -> Fault.dynamoDbError(400, "UnrecognizedClientException"), table -> table))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.severity()).isEqualTo(Severity.ERROR);
                    assertThat(error.message()).contains("UnrecognizedClientException", "valid credentials");
                });
    }

    @Test
    void aDeniedDescriptionMattersLittleWhereTheRegistrationSaysWhetherThereAreReplicas() {
        assertThat(onlyTable(
                        request -> DENIED_BY_DYNAMO_DB,
                        table -> table.globalTable(false).expiryHandled(true)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.INFO));
    }

    @Test
    void anAnswerOfSomethingElseIsAnError() {
        assertThat(onlyTable(request -> new Fault.Answer(200, "application/x-amz-json-1.0", "{}"), table -> table))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message()).contains("makes no sense");
                });
    }

    @Test
    void replicasLeaveReplacedObjectsToTheSweeper() {
        assertThat(onlyTable(CheckDenialsTest::replicated, table -> table.expiryHandled(true)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.message()).contains("replicas", "left to the sweeper");
                });
    }

    @Test
    void replicasThatTheRegistrationDeniesAreAnError() {
        assertThat(onlyTable(
                        CheckDenialsTest::replicated,
                        table -> table.globalTable(false).expiryHandled(true)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message()).contains("globalTable(false)");
                });
    }

    @Test
    void aClientThatLeavesTheCleanUpToTheSweeperNeedsNoPermissionToDelete() {
        FaultyClients s3Faults = FaultyClients.of(
                (request, number) -> request.method() == SdkHttpMethod.DELETE ? DENIED_BY_S3 : Fault.pass());
        try (S3Client s3 =
                        AWS.s3Builder().httpClientBuilder(s3Faults.blocking()).build();
                S3BlobStore store = S3BlobStore.create(s3, AWS.bucket());
                S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .cleanUp(CleanUp.SWEEPER)
                        .table(table("articles").build())
                        .build()) {
            CheckReport report = s3backed.check(AWS.dynamoDb());

            assertThat(report.errors()).noneMatch(error -> error.subject().startsWith("s3://"));
            assertThat(s3Faults.requests()).noneMatch(request -> request.method() == SdkHttpMethod.DELETE);
        }
    }

    @Test
    void aStoreThatIsOnlyReadIsNotWrittenTo() {
        FaultyClients s3Faults = FaultyClients.inOrder();
        try (S3Client s3 =
                        AWS.s3Builder().httpClientBuilder(s3Faults.blocking()).build();
                S3BlobStore former = S3BlobStore.create(s3, AWS.bucket());
                S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                        .blobStore(MemoryBlobStore.create("x"))
                        .readFrom(former)
                        .table(table("articles").build())
                        .build()) {
            s3backed.check(AWS.dynamoDb());

            assertThat(s3Faults.requests()).isNotEmpty().noneMatch(request -> request.method() == SdkHttpMethod.PUT);
        }
    }

    private static Iterable<Finding> onlyTable(
            Function<SdkHttpRequest, Fault> dynamoDb, UnaryOperator<S3BackedTable.Builder> settings) {
        FaultyClients faults = FaultyClients.of((request, number) -> dynamoDb.apply(request));
        try (DynamoDbClient client = AWS.dynamoDbBuilder()
                        .httpClientBuilder(faults.blocking())
                        .build();
                S3BackedDynamoDb s3backed =
                        inMemory(settings.apply(table("articles")).build())) {
            return s3backed.check(client).findings();
        }
    }

    private static CheckReport check(
            Door door,
            Function<SdkHttpRequest, Fault> dynamoDb,
            Function<SdkHttpRequest, Fault> s3Fault,
            UnaryOperator<S3BackedTable.Builder> settings) {
        FaultyClients faults = FaultyClients.of((request, number) -> dynamoDb.apply(request));
        FaultyClients s3Faults = FaultyClients.of((request, number) -> s3Fault.apply(request));
        try (S3Client s3 =
                        AWS.s3Builder().httpClientBuilder(s3Faults.blocking()).build();
                S3BlobStore store = S3BlobStore.create(s3, AWS.bucket());
                S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .table(settings.apply(table("articles")).build())
                        .build()) {
            return check(door, faults, s3backed);
        }
    }

    private static CheckReport check(Door door, FaultyClients faults, S3BackedDynamoDb s3backed) {
        if (door == Door.BLOCKING) {
            try (DynamoDbClient client =
                    AWS.dynamoDbBuilder().httpClientBuilder(faults.blocking()).build()) {
                return s3backed.check(client);
            }
        }
        try (DynamoDbAsyncClient client =
                AWS.dynamoDbAsyncBuilder().httpClientBuilder(faults.async()).build()) {
            return s3backed.check(client).join();
        }
    }

    private static S3BackedDynamoDb inMemory(S3BackedTable table) {
        return S3BackedDynamoDb.builder()
                .blobStore(MemoryBlobStore.create("x"))
                .table(table)
                .build();
    }

    private static S3BackedTable.Builder table(String name) {
        return S3BackedTable.builder(name)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build());
    }

    /** A description as DynamoDB gives it of a global table. */
    private static Fault replicated(SdkHttpRequest request) {
        if (request.firstMatchingHeader("X-Amz-Target").orElse("").endsWith("DescribeTimeToLive")) {
            return DENIED_BY_DYNAMO_DB;
        }
        String body = """
                {"Table": {"TableName": "articles", "TableStatus": "ACTIVE",
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "Replicas": [{"RegionName": "eu-west-1", "ReplicaStatus": "ACTIVE"}]}}
                """;
        return new Fault.Answer(200, "application/x-amz-json-1.0", body);
    }
}
