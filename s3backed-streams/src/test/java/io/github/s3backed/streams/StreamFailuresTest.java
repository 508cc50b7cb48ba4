package io.github.s3backed.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.s3.S3Client;

/** A record that fails is reported, and keeps none of the others from being handled. */
class StreamFailuresTest {

    private static final AwsBackend AWS = AwsBackend.embedded();

    private volatile String deniedKey = "none";
    private FaultyClients s3Requests;
    private S3Client s3;
    private StreamedTable table;
    private Reference first;
    private Reference second;
    private List<Record> records;

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @BeforeEach
    void releaseTwo() {
        open(registration -> registration);
    }

    private void open(UnaryOperator<S3BackedTable.Builder> registration) {
        s3Requests = FaultyClients.of(
                (request, number) -> isDenied(request) ? Fault.s3Error(403, "AccessDenied") : Fault.pass());
        s3 = AWS.s3Builder().httpClientBuilder(s3Requests.blocking()).build();
        table = new StreamedTable(AWS, StreamViewType.NEW_AND_OLD_IMAGES, settings -> settings, registration, s3);
        first = table.write("1", "a body");
        second = table.write("2", "another body");
        table.deleteRaw("1");
        table.deleteRaw("2");
        records = table.changes(4);
    }

    private boolean isDenied(SdkHttpRequest request) {
        return request.method() == SdkHttpMethod.DELETE && request.encodedPath().endsWith(deniedKey);
    }

    @AfterEach
    void close() {
        table.close();
        s3.close();
    }

    private DynamoDbClient failing(String operation, Fault fault) {
        return AWS.dynamoDbBuilder()
                .httpClientBuilder(FaultyClients.of((request, number) -> request.firstMatchingHeader("X-Amz-Target")
                                        .orElse("")
                                        .endsWith("." + operation)
                                ? fault
                                : Fault.pass())
                        .blocking())
                .build();
    }

    private StreamReport handleBy(DynamoDbClient client) {
        return table.handler().dynamoDbClient(client).build().handle(table.name, records);
    }

    @Test
    void anObjectThatCannotBeRemovedIsReportedAndTheOthersGo() {
        deniedKey = first.key();
        StreamReport report = table.handle(records);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.released()).isEqualTo(2);
        assertThat(report.deleted()).isEqualTo(1);
        assertThat(report.skipped()).isZero();
        assertThat(report.heldBack()).isZero();
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.sequenceNumber())
                    .isEqualTo(records.get(0).dynamodb().sequenceNumber());
            assertThat(failure.cause()).isInstanceOf(BlobStoreException.class).hasMessageContaining(first.toString());
        });
        assertThat(table.holds(first)).isTrue();
        assertThat(table.holds(second)).isFalse();
    }

    @Test
    void andGoesWhenTheRecordComesAgain() {
        deniedKey = first.key();
        table.handle(records);
        deniedKey = "none";
        StreamReport again = table.handle(records);
        assertThat(again.failures()).isEmpty();
        assertThat(again.deleted()).isEqualTo(2);
        assertThat(table.holds(first)).isFalse();
    }

    @Test
    void nothingIsRemovedOfAnItemThatCannotBeRead() {
        try (DynamoDbClient client = failing("GetItem", Fault.dynamoDbError(400, "AccessDeniedException"))) {
            StreamReport report = handleBy(client);
            assertThat(report.failures())
                    .hasSize(2)
                    .allSatisfy(failure -> assertThat(failure.cause()).isInstanceOf(DynamoDbException.class));
            assertThat(report.deleted()).isZero();
        }
        assertBothAreKept();
    }

    @Test
    void aTableThatCannotBeDescribedEndsTheBatch() {
        try (DynamoDbClient client = failing("DescribeTable", Fault.dynamoDbError(400, "ResourceNotFoundException"))) {
            assertThatThrownBy(() -> handleBy(client)).isInstanceOf(DynamoDbException.class);
        }
        assertBothAreKept();
    }

    @Test
    void aTableThatMayNotBeDescribedIsTakenForAReplicatedOne() {
        StreamReport report = handleUndescribed();
        assertThat(report.failures()).isEmpty();
        assertThat(report.skipped()).isEqualTo(2);
        assertBothAreKept();
    }

    @Test
    void unlessItIsRegisteredAsSomethingElse() {
        close();
        open(registration -> registration.globalTable(false));
        assertThat(handleUndescribed().deleted()).isEqualTo(2);
    }

    private StreamReport handleUndescribed() {
        try (DynamoDbClient client = failing("DescribeTable", Fault.dynamoDbError(400, "AccessDeniedException"))) {
            // DynamoDB Local calls every region by one name.
            String region = client.serviceClientConfiguration().region().id();
            return table.handler()
                    .dynamoDbClient(client)
                    .build()
                    .handle(
                            table.name,
                            records.stream()
                                    .map(record ->
                                            record.toBuilder().awsRegion(region).build())
                                    .toList());
        }
    }

    @Test
    void anInterruptionEndsItAndIsRemembered() {
        StreamHandler handler = table.handler().build();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> handler.handle(table.name, records)).isInstanceOf(AbortedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertBothAreKept();
    }

    @Test
    void nothingElseIsAskedForThanTheManualSays() {
        FaultyClients asked = FaultyClients.always(Fault.pass());
        int before = s3Requests.requests().size();
        try (DynamoDbClient client =
                AWS.dynamoDbBuilder().httpClientBuilder(asked.blocking()).build()) {
            assertThat(handleBy(client).deleted()).isEqualTo(2);
        }
        assertThat(asked.requests())
                .extracting(request ->
                        request.firstMatchingHeader("X-Amz-Target").orElse("").replaceFirst(".*\\.", ""))
                .containsExactly("DescribeTable", "GetItem", "GetItem");
        assertThat(s3Requests.requests().stream().skip(before))
                .extracting(SdkHttpRequest::method)
                .containsExactly(SdkHttpMethod.DELETE, SdkHttpMethod.DELETE);
    }

    private void assertBothAreKept() {
        assertThat(table.holds(first)).isTrue();
        assertThat(table.holds(second)).isTrue();
    }
}
