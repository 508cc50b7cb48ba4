package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.isTo;
import static io.github.s3backed.dynamodb.Bench.item;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.Gate;
import io.github.s3backed.testkit.HttpFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What becomes of the objects of a write, in whichever way it ends. */
@AwsTest
class WriteOutcomesTest {

    /** For how long something is seen not to happen. */
    private static final long WHILE_MILLIS = 300;

    private final AwsBackend aws;

    WriteOutcomesTest(AwsBackend aws) {
        this.aws = aws;
    }

    private void on(Door door, Consumer<Bench> test) {
        try (Bench bench = new Bench(aws, door)) {
            test.accept(bench);
        }
    }

    // ---- before the request ----

    @ParameterizedTest
    @EnumSource
    void ifOneUploadFailsTheOthersAreRemovedAndDynamoDbIsNotCalled(Door door) {
        on(door, bench -> {
            bench.s3Plan[0] = onUploadOf("image", Fault.s3Error(403, "AccessDenied"));

            assertThatThrownBy(() -> bench.put(item("1", "one")))
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageContaining("was not sent");
            assertThat(bench.sent("PutItem")).isZero();
            assertThat(bench.objects()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anUploadUnderWayIsWaitedForBeforeItIsRemoved(Door door) {
        on(door, bench -> {
            Gate gate = new Gate();
            bench.s3Plan[0] = (request, number) -> isUploadOf("body", request)
                    ? Fault.holdRequest(gate)
                    : onUploadOf("image", Fault.s3Error(403, "AccessDenied")).faultFor(request, number);
            CompletableFuture<?> write = bench.startPut(item("1", "one"));
            gate.awaitReached();
            assertThatThrownBy(() -> write.get(WHILE_MILLIS, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            gate.open();

            assertThat(write).failsWithin(Duration.ofSeconds(30));
            assertThat(bench.objects()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentBeforeTheItemIsReadThatItReplaces(Door door) {
        on(door, bench -> {
            bench.put(item("1", "one"));
            Gate gate = new Gate();
            bench.dynamoDbPlan[0] =
                    (request, number) -> isTo("GetItem", request) ? Fault.holdRequest(gate) : Fault.pass();
            CompletableFuture<UpdateItemResponse> write = bench.client.start(
                    Operation.UPDATE_ITEM,
                    UpdateItemRequest.builder()
                            .tableName(bench.table)
                            .key(Map.of("id", s("1")))
                            .updateExpression("SET body = :b")
                            .expressionAttributeValues(Map.of(":b", s("two")))
                            .returnValues(ReturnValue.UPDATED_NEW)
                            .build());
            gate.awaitReached();
            assertThatThrownBy(() -> write.get(WHILE_MILLIS, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThat(bench.sent("UpdateItem")).isZero();
            gate.open();

            assertThat(write).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.objects()).isEqualTo(bench.references());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aWriteWhoseUploadsOutliveTheDeadlineIsNotSent(Door door) {
        AtomicLong clock = new AtomicLong();
        try (Bench bench = new Bench(aws, door, all -> all.nanoTime(clock::get), table -> table)) {
            bench.s3Plan[0] = (request, number) -> {
                if (isUploadOf("body", request)) {
                    clock.addAndGet(
                            StorePolicy.DEFAULT.writeDeadline().plusSeconds(1).toNanos());
                }
                return Fault.pass();
            };

            assertThatThrownBy(() -> bench.put(item("1", "one"))).isInstanceOf(WriteExpiredException.class);
            assertThat(bench.sent("PutItem")).isZero();
            assertThat(bench.objects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionIsNotRepeatedOnceItsTokenMayBeForgotten(Door door) {
        AtomicLong clock = new AtomicLong();
        Function<Duration, CompletionStage<Void>> sleepy = delay -> {
            clock.addAndGet(Duration.ofMinutes(6).toNanos());
            return CompletableFuture.completedFuture(null);
        };
        try (Bench bench = new Bench(aws, door, all -> all.nanoTime(clock::get).pauses(sleepy), table -> table)) {
            bench.dynamoDbPlan[0] =
                    (request, number) -> isTo("TransactWriteItems", request) ? new Fault.LoseAnswer() : Fault.pass();

            assertThatThrownBy(() -> bench.client.call(Operation.TRANSACT_WRITE_ITEMS, transaction(bench, "one")))
                    .matches(OutcomeUnknownException::isNotedIn);
            assertThat(bench.sent("TransactWriteItems")).isOne();
            assertThat(bench.objects()).isNotEmpty().isEqualTo(bench.references());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallersTokenIsRefusedBeforeAnythingIsSent(Door door) {
        on(door, bench -> {
            TransactWriteItemsRequest transaction = transaction(bench, "one").toBuilder()
                    .clientRequestToken("mine")
                    .build();

            assertThatThrownBy(() -> bench.client.call(Operation.TRANSACT_WRITE_ITEMS, transaction))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContaining("ClientRequestToken");
            assertThat(bench.dynamoDbFaults.requests()).isEmpty();
            assertThat(bench.s3Faults.requests()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatNobodyUnderstandsFailsTheWriteBeforeAnythingIsStored(Door door) {
        on(door, bench -> {
            aws.s3()
                    .putObject(
                            put -> put.bucket(aws.bucket()).key(StorePolicy.KEY), RequestBody.fromString("format=9\n"));
            try {
                assertThatThrownBy(() -> bench.put(item("1", "one")))
                        .isInstanceOf(BlobStoreException.class)
                        .hasMessageContaining(StorePolicy.KEY)
                        .hasMessageContaining("unknown format 9");
                assertThat(bench.sent("PutItem")).isZero();
                assertThat(bench.objects()).isEmpty();
            } finally {
                aws.s3().deleteObject(delete -> delete.bucket(aws.bucket()).key(StorePolicy.KEY));
            }
        });
    }

    // ---- after it ----

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, 400, TransactionInProgressException",
        "ASYNC, 400, TransactionInProgressException",
        "BLOCKING, 400, IdempotentParameterMismatchException",
        "ASYNC, 400, IdempotentParameterMismatchException",
        "BLOCKING, 500, InternalServerError",
        "ASYNC, 500, InternalServerError",
        // An answer of something in between, which says nothing of what DynamoDB has done.
        "BLOCKING, 403, ForbiddenByProxy",
        "ASYNC, 403, ForbiddenByProxy",
    })
    void anErrorThatProvesNothingKeepsEverything(Door door, int status, String code) {
        on(door, bench -> {
            bench.put(item("1", "one"));
            TreeSet<String> old = bench.objects();
            bench.dynamoDbPlan[0] = (request, number) ->
                    isTo("TransactWriteItems", request) ? Fault.dynamoDbError(status, code) : Fault.pass();

            assertThatThrownBy(() -> bench.client.call(Operation.TRANSACT_WRITE_ITEMS, transaction(bench, "two")))
                    .isInstanceOf(DynamoDbException.class)
                    .matches(OutcomeUnknownException::isNotedIn);
            assertThat(bench.references()).isEqualTo(old);
            assertThat(bench.objects()).containsAll(old).hasSize(6);
        });
    }

    @ParameterizedTest
    @EnumSource
    void unprocessedItemsComeBackAsGivenAndKeepWhatTheyHadAndWouldHave(Door door) {
        on(door, bench -> {
            bench.put(item("1", "one"));
            bench.put(item("2", "one"));
            Set<String> old = bench.objects();
            List<WriteRequest> writes = List.of(putOf("1"), putOf("2"));
            bench.dynamoDbPlan[0] = (request, number) -> isTo("BatchWriteItem", request)
                    ? new Fault.Instead(new Fault.Answer(
                            200,
                            "application/x-amz-json-1.0",
                            "{\"UnprocessedItems\":{\"" + bench.table
                                    + "\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"2\"}}}}]}}"))
                    : Fault.pass();

            assertThat(bench.client
                            .call(
                                    Operation.BATCH_WRITE_ITEM,
                                    BatchWriteItemRequest.builder()
                                            .requestItems(Map.of(bench.table, writes))
                                            .build())
                            .unprocessedItems())
                    .isEqualTo(Map.of(bench.table, List.of(putOf("2"))));
            // It was written all the same. What item 1 has replaced is gone, what item 2 may have replaced is not.
            assertThat(bench.references()).hasSize(6).doesNotContainAnyElementsOf(old);
            assertThat(bench.objects()).containsAll(bench.references()).hasSize(9);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRejectedWriteRemovesWhatItUploaded(Door door) {
        on(door, bench -> {
            bench.dynamoDbPlan[0] = (request, number) ->
                    isTo("PutItem", request) ? Fault.dynamoDbError(400, "ValidationException") : Fault.pass();

            assertThatThrownBy(() -> bench.put(item("1", "one")))
                    .isInstanceOf(DynamoDbException.class)
                    .matches(refused -> !OutcomeUnknownException.isNotedIn(refused));
            assertThat(bench.uploads()).isEqualTo(3);
            assertThat(bench.objects()).isEmpty();
        });
    }

    // ---- requests ----

    private static TransactWriteItemsRequest transaction(Bench bench, String text) {
        return TransactWriteItemsRequest.builder()
                .transactItems(TransactWriteItem.builder()
                        .put(put -> put.tableName(bench.table).item(item("1", text)))
                        .build())
                .build();
    }

    private static WriteRequest putOf(String id) {
        return WriteRequest.builder()
                .putRequest(put -> put.item(item(id, "two")))
                .build();
    }

    private static HttpFaults.Plan onUploadOf(String attribute, Fault fault) {
        return (request, number) -> isUploadOf(attribute, request) ? fault : Fault.pass();
    }

    private static boolean isUploadOf(String attribute, SdkHttpRequest request) {
        return request.method() == SdkHttpMethod.PUT && request.encodedPath().contains("/" + attribute + "/");
    }
}
