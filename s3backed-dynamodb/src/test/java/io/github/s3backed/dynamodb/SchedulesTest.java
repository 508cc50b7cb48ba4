package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.b;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionSizeLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Orders of events by which data would be lost, were the steps of a write not as they are. */
@AwsTest
class SchedulesTest {

    private final AwsBackend aws;

    SchedulesTest(AwsBackend aws) {
        this.aws = aws;
    }

    /** Writes that look at what they replace before. */
    enum Looking {
        UPDATE(Operation.UPDATE_ITEM) {
            @Override
            DynamoDbRequest request(Rig rig) {
                return update(rig, "SET body = :b", ReturnValue.ALL_NEW);
            }
        },
        BATCH(Operation.BATCH_WRITE_ITEM) {
            @Override
            DynamoDbRequest request(Rig rig) {
                return batch(rig, "new");
            }
        },
        TRANSACTION(Operation.TRANSACT_WRITE_ITEMS) {
            @Override
            DynamoDbRequest request(Rig rig) {
                return transaction(rig, "SET body = :b", "1");
            }
        };

        private final Operation<?, ?> operation;

        Looking(Operation<?, ?> operation) {
            this.operation = operation;
        }

        abstract DynamoDbRequest request(Rig rig);

        @SuppressWarnings("unchecked") // Each kind makes the requests of its own operation.
        CompletableFuture<?> start(Rig rig) {
            return rig.start((Operation<DynamoDbRequest, ?>) operation, request(rig));
        }
    }

    private static UpdateItemRequest update(Rig rig, String expression, ReturnValue returned) {
        return UpdateItemRequest.builder()
                .tableName(rig.table)
                .key(Map.of("id", s("1")))
                .updateExpression(expression)
                .expressionAttributeValues(Map.of(":b", s("new")))
                .returnValues(returned)
                .build();
    }

    private static BatchWriteItemRequest batch(Rig rig, String body) {
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(rig.table, List.of(put(rig, body))))
                .build();
    }

    private static WriteRequest put(Rig rig, String body) {
        return WriteRequest.builder()
                .putRequest(put -> put.item(rig.putRequest("1", body).item()))
                .build();
    }

    private static TransactWriteItemsRequest transaction(Rig rig, String expression, String... ids) {
        return TransactWriteItemsRequest.builder()
                .transactItems(Stream.of(ids)
                        .map(id -> TransactWriteItem.builder()
                                .update(update -> update.tableName(rig.table)
                                        .key(Map.of("id", s(id)))
                                        .updateExpression(expression)
                                        .expressionAttributeValues(Map.of(":b", s("new"))))
                                .build())
                        .toList())
                .build();
    }

    private static boolean isLook(DynamoDbRequest request) {
        return request instanceof GetItemRequest || request instanceof BatchGetItemRequest;
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, UPDATE, true", "BLOCKING, BATCH, true", "BLOCKING, TRANSACTION, true",
        "ASYNC, UPDATE, true", "ASYNC, BATCH, true", "ASYNC, TRANSACTION, true",
        "ASYNC, UPDATE, false", "ASYNC, BATCH, false", "ASYNC, TRANSACTION, false"
    })
    void aWriteIsSentWhenItHasSeenWhatItReplacesAndNotBefore(Door door, Looking write, boolean lookHeldBeforeItIsSent)
            throws InterruptedException {
        try (Rig rig = new Rig(aws, door)) {
            rig.put("1", "old");
            CountDownLatch looking = new CountDownLatch(1);
            CompletableFuture<Void> held = new CompletableFuture<>();
            Function<DynamoDbRequest, CompletionStage<?>> hold = request -> {
                if (!isLook(request) || looking.getCount() == 0) {
                    return Tap.NOW.apply(request);
                }
                looking.countDown();
                return held;
            };
            if (lookHeldBeforeItIsSent) {
                rig.tap.beforeRequest = hold;
            } else {
                rig.tap.beforeAnswer = hold;
            }

            CompletableFuture<?> writing = write.start(rig);
            assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
            rig.put("1", "in between");

            assertThat(rig.tap.requests)
                    .noneMatch(request -> write.operation
                            .name()
                            .equals(request.getClass().getSimpleName().replace("Request", "")));
            held.complete(null);
            writing.join();
            assertThat(rig.get("1")).containsEntry("body", s("new"));
            assertThat(rig.objects()).containsAll(rig.references());
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRemovedOfAnItemThatTheLookAfterATransactionDidNotGetTo(Door door) {
        try (Rig rig = new Rig(aws, door)) {
            rig.put("1", "old");
            rig.put("2", "old");
            String kept = rig.stored("2").get("body").s();
            AtomicInteger looks = new AtomicInteger();
            rig.plan[0] = (request, number) -> Rig.asksFor("BatchGetItem", request) && looks.incrementAndGet() == 2
                    ? json("{\"Responses\":{\"%s\":[{\"id\":{\"S\":\"2\"},\"body\":{\"S\":\"%s\"}}]},"
                                    .formatted(rig.table, kept)
                            + "\"UnprocessedKeys\":{\"%s\":{\"Keys\":[{\"id\":{\"S\":\"1\"}}]}}}".formatted(rig.table))
                    : Fault.pass();

            rig.call(Operation.TRANSACT_WRITE_ITEMS, transaction(rig, "SET body = if_not_exists(body, :b)", "1", "2"));

            assertThat(looks).hasValue(2);
            assertThat(rig.objects()).hasSize(3).containsAll(rig.references());
            assertThat(rig.store.deletes).hasSize(1);
        }
    }

    private static Fault json(String body) {
        return new Fault.Answer(200, "application/x-amz-json-1.0", body);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRemovedAfterATransactionOnAReplicatedTable(Door door) {
        try (Rig rig = new Rig(aws, door, settings -> settings, table -> table.globalTable(true), client -> client)) {
            rig.put("1", "old");

            rig.call(Operation.TRANSACT_WRITE_ITEMS, transaction(rig, "SET body = if_not_exists(body, :b)", "1"));
            rig.call(Operation.TRANSACT_WRITE_ITEMS, transaction(rig, "SET body = :b", "1"));

            assertThat(rig.get("1")).containsEntry("body", s("new"));
            assertThat(rig.objects()).hasSize(3);
            assertThat(rig.store.deletes).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorAboutOneItemOfABatchKeepsTheUploadsOfAll(Door door) {
        try (Rig rig = new Rig(aws, door)) {
            rig.plan[0] = (request, number) -> Rig.asksFor("BatchWriteItem", request)
                    ? Fault.dynamoDbError(400, "ItemCollectionSizeLimitExceededException")
                    : Fault.pass();

            assertThatThrownBy(() -> rig.call(Operation.BATCH_WRITE_ITEM, batch(rig, "new")))
                    .isInstanceOf(ItemCollectionSizeLimitExceededException.class)
                    .satisfies(failure -> assertThat(OutcomeUnknownException.isNotedIn(failure))
                            .isTrue());
            assertThat(rig.objects()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameErrorAboutAPutRemovesItsUpload(Door door) {
        try (Rig rig = new Rig(aws, door)) {
            rig.plan[0] = (request, number) -> Rig.asksFor("PutItem", request)
                    ? Fault.dynamoDbError(400, "ItemCollectionSizeLimitExceededException")
                    : Fault.pass();

            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(ItemCollectionSizeLimitExceededException.class)
                    .satisfies(failure -> assertThat(OutcomeUnknownException.isNotedIn(failure))
                            .isFalse());
            assertThat(rig.objects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatIsRegisteredDuringABatchChangesNothingForIt(Door door) {
        try (Rig rig = new Rig(aws, door)) {
            String later = Rig.createTable(aws);
            rig.plan[0] = (request, number) -> {
                if (!Rig.asksFor("BatchWriteItem", request)) {
                    return Fault.pass();
                }
                rig.s3backed.register(Rig.tableNamed(later).build());
                return json("{\"UnprocessedItems\":{\"%s\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"1\"},"
                                .formatted(later)
                        + "\"body\":{\"S\":\"plain\"}}}}]}}");
            };
            WriteRequest plain = WriteRequest.builder()
                    .putRequest(put -> put.item(Map.of("id", s("1"), "body", s("plain"))))
                    .build();

            assertThat(rig.call(
                                    Operation.BATCH_WRITE_ITEM,
                                    BatchWriteItemRequest.builder()
                                            .requestItems(
                                                    Map.of(rig.table, List.of(put(rig, "new")), later, List.of(plain)))
                                            .build())
                            .unprocessedItems())
                    .isEqualTo(Map.of(later, List.of(plain)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBecameOfAnAmbiguousAttemptIsToldAlsoWhenTheNextUploadFails(Door door) {
        try (Rig rig = new Rig(aws, door)) {
            rig.plan[0] = (request, number) ->
                    Rig.asksFor("PutItem", request) ? Fault.dynamoDbError(500, "InternalServerError") : Fault.pass();
            AtomicInteger uploads = new AtomicInteger();
            BlobStoreException broken = new BlobStoreException("broken on purpose", null);
            rig.store.onPut = key -> HookedBlobStore.isPayload(key) && uploads.incrementAndGet() > 1
                    ? CompletableFuture.failedFuture(broken)
                    : HookedBlobStore.NOW.apply(key);

            assertThatThrownBy(() -> rig.call(Operation.PUT_ITEM, rig.putRequest("1", "new")))
                    .isInstanceOf(InternalServerErrorException.class)
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .hasAtLeastOneElementOfType(OutcomeUnknownException.class)
                            .anyMatch(other -> other instanceof BlobStoreException
                                    && other.getMessage().contains("broken on purpose")));
            assertThat(uploads).hasValue(2);
            assertThat(rig.objects()).as("of the first attempt").hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUploadThatIsUnderWayWhenAnotherFailsIsWaitedForAndThenRemoved(Door door) throws InterruptedException {
        try (Rig rig = new Rig(aws, door)) {
            CountDownLatch begun = new CountDownLatch(2);
            CompletableFuture<Void> body = new CompletableFuture<>();
            CompletableFuture<Void> image = new CompletableFuture<>();
            rig.store.onPut = key -> {
                if (!HookedBlobStore.isPayload(key)) {
                    return HookedBlobStore.NOW.apply(key);
                }
                begun.countDown();
                return key.contains("/image/") ? image : body;
            };

            CompletableFuture<?> putting = rig.start(
                    Operation.PUT_ITEM,
                    PutItemRequest.builder()
                            .tableName(rig.table)
                            .item(Map.of("id", s("1"), "body", s("text"), "image", b((byte) 1)))
                            .build());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            image.completeExceptionally(new BlobStoreException("broken on purpose", null));

            assertThat(putting).isNotDone();
            assertThat(rig.store.deletes).isEmpty();
            body.complete(null);
            assertThatThrownBy(putting::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(BlobStoreException.class)
                    .hasMessageContaining("broken on purpose");
            assertThat(rig.objects()).isEmpty();
            assertThat(rig.tap.requests(PutItemRequest.class)).isEmpty();
            assertThat(rig.events).noneMatch(S3BackedEvent.CleanUpFailed.class::isInstance);
        }
    }
}
