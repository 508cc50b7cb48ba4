package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A write step by step, on one thread: what DynamoDB answers is written down here, and what becomes of the objects follows. */
class WriteStepsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final PutItemResponse DONE = PutItemResponse.builder().build();

    private final ScriptedDynamoDb dynamoDb = new ScriptedDynamoDb();
    private final MemoryBlobStore memory = MemoryBlobStore.create("steps");
    private final HookedBlobStore store = new HookedBlobStore(memory);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<S3BackedEvent> events = new ArrayList<>();
    private final List<S3BackedDynamoDb> opened = new ArrayList<>();
    private DynamoDbAsyncClient client = open(settings -> settings);

    private DynamoDbAsyncClient open(UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        S3BackedDynamoDb s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .threshold(0)
                        .nanoTime(nanos::get)
                        .writeIds(() -> String.format("%032x", ids.incrementAndGet()))
                        .pauses(delay -> {
                            pauses.add(delay);
                            nanos.addAndGet(delay.toNanos());
                            return CompletableFuture.completedFuture(null);
                        })
                        .events(events::add)
                        .table(Rig.tableNamed("t").build()))
                .build();
        opened.add(s3backed);
        return s3backed.wrap(dynamoDb);
    }

    @AfterEach
    void close() {
        opened.forEach(S3BackedDynamoDb::close);
        assertThat(dynamoDb.requests.stream()
                        .filter(request -> request.overrideConfiguration()
                                .filter(settings -> !settings.plugins().isEmpty())
                                .isPresent()))
                .as("writes that the SDK must not repeat")
                .hasSameSizeAs(dynamoDb.requests.stream()
                        .filter(request -> !(request instanceof GetItemRequest))
                        .filter(request -> !request.getClass().getSimpleName().startsWith("BatchGet"))
                        .toList());
    }

    // ---- what is said and seen ----

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", s(id));
    }

    private static Map<String, AttributeValue> item(String id, @Nullable String body) {
        Map<String, AttributeValue> item = new HashMap<>(key(id));
        if (body != null) {
            item.put("body", s(body));
        }
        return item;
    }

    private static PutItemRequest.Builder put(String body) {
        return PutItemRequest.builder().tableName("t").item(item("1", body));
    }

    private static UpdateItemRequest.Builder update(String expression) {
        return UpdateItemRequest.builder()
                .tableName("t")
                .key(key("1"))
                .updateExpression(expression)
                .expressionAttributeValues(Map.of(":b", s("new")));
    }

    private static DynamoDbException error(int status, String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .statusCode(status)
                .numAttempts(1)
                .message("scripted")
                .build();
    }

    private static DynamoDbException lost() {
        return error(500, "InternalServerError");
    }

    private static ConditionalCheckFailedException conditionFailed(Map<String, AttributeValue> item) {
        return (ConditionalCheckFailedException) ConditionalCheckFailedException.builder()
                .item(item)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ConditionalCheckFailedException")
                        .build())
                .statusCode(400)
                .numAttempts(1)
                .message("scripted")
                .build();
    }

    /** Waits, and throws what it failed with. */
    private static <T> T join(CompletableFuture<T> future) {
        assertThat(future).isDone();
        try {
            return future.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((done, failure) -> failure instanceof CompletionException ? failure.getCause() : failure)
                .join();
    }

    /** The reference that an item holds after this, whose object is there. */
    private String stored(String id, String body) {
        dynamoDb.then(DONE);
        join(client.putItem(put -> put.tableName("t").item(item(id, body))));
        String reference = sent(dynamoDb.requests.size() - 1);
        dynamoDb.requests.clear();
        events.clear();
        return reference;
    }

    /** The reference that the n-th request, a put, has sent. */
    private String sent(int number) {
        return ((PutItemRequest) dynamoDb.requests.get(number))
                .item()
                .get("body")
                .s();
    }

    private Set<String> objects() {
        Set<String> found = new TreeSet<>();
        memory.keys().stream().filter(HookedBlobStore::isPayload).forEach(key -> found.add("mem://steps/" + key));
        return found;
    }

    private <E extends S3BackedEvent> E only(Class<E> type) {
        List<E> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Set<String> texts(Set<?> references) {
        Set<String> texts = new TreeSet<>();
        references.forEach(reference -> texts.add(reference.toString()));
        return texts;
    }

    // ---- committed ----

    @Test
    void aPutThatIsDoneRemovesWhatItReplaced() {
        String old = stored("1", "old");
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build());

        PutItemResponse response = join(client.putItem(put("new").build()));

        assertThat(response.hasAttributes()).isFalse();
        assertThat(((PutItemRequest) dynamoDb.requests.get(0)).returnValues()).isEqualTo(ReturnValue.ALL_OLD);
        assertThat(objects()).containsExactly(sent(0));
        assertThat(texts(only(S3BackedEvent.Released.class).removed())).containsExactly(old);
        assertThat(only(S3BackedEvent.Committed.class).attempts()).isEqualTo(1);
        assertThat(only(S3BackedEvent.Uploaded.class).reference()).hasToString(sent(0));
    }

    @Test
    void theCallerSeesTheOldItemIfItAsksForIt() {
        String old = stored("1", "old");
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build());

        PutItemResponse response =
                join(client.putItem(put("new").returnValues(ReturnValue.ALL_OLD).build()));

        assertThat(response.attributes()).isEqualTo(item("1", "old"));
        assertThat(objects()).containsExactly(sent(0));
    }

    @Test
    void anImageThatCannotBeFetchedIsSaidAndNothingIsRemoved() {
        String old = stored("1", "old");
        store.onGet = key -> CompletableFuture.failedFuture(new BlobStoreException("scripted", null));
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build());

        assertThatThrownBy(() -> join(client.putItem(
                        put("new").returnValues(ReturnValue.ALL_OLD).build())))
                .isInstanceOf(WriteCommittedException.class)
                .hasMessageContaining("PutItem of t is done, but its image could not be fetched");
        assertThat(objects()).containsExactlyInAnyOrder(old, sent(0));
    }

    @Test
    void aReferenceOfAnotherItemIsNotRemoved() {
        String others = stored("2", "old");
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", others)).build());

        join(client.putItem(put("new").build()));

        assertThat(objects()).containsExactlyInAnyOrder(others, sent(0));
    }

    @Test
    void aCleanUpThatFailsIsToldAndFailsNoWrite() {
        String old = stored("1", "old");
        store.onDelete = key -> CompletableFuture.failedFuture(new BlobStoreException("scripted", null));
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build());

        join(client.putItem(put("new").build()));

        S3BackedEvent.CleanUpFailed failed = only(S3BackedEvent.CleanUpFailed.class);
        assertThat(texts(failed.left())).containsExactly(old);
        assertThat(failed.cause()).hasMessage("scripted");
        assertThat(events).noneMatch(S3BackedEvent.Released.class::isInstance);
    }

    @Test
    void aDeleteTakesItsObjectsWithIt() {
        String old = stored("1", "old");
        dynamoDb.then(DeleteItemResponse.builder().attributes(item("1", old)).build());

        DeleteItemResponse response =
                join(client.deleteItem(delete -> delete.tableName("t").key(key("1"))));

        assertThat(response.hasAttributes()).isFalse();
        assertThat(objects()).isEmpty();
    }

    @Test
    void nothingIsRemovedAtOnceWhereThatIsTheSweepers() {
        String old = stored("1", "old");
        client = open(settings -> settings.cleanUp(CleanUp.SWEEPER));
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build())
                .then(error(400, "ValidationException"));

        join(client.putItem(put("new").build()));
        failureOf(client.putItem(put("newer").build()));

        assertThat(objects()).containsExactlyInAnyOrder(old, sent(0), sent(1));
    }

    @Test
    void nothingIsRemovedAtOnceInAGlobalTable() {
        String old = stored("1", "old");
        client = s3backedWith(Rig.tableNamed("t").globalTable(true).build());
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build())
                .then(DeleteItemResponse.builder().attributes(item("1", old)).build());

        join(client.putItem(put("new").build()));
        join(client.deleteItem(delete -> delete.tableName("t").key(key("1"))));

        assertThat(objects()).containsExactlyInAnyOrder(old, sent(0));
    }

    private DynamoDbAsyncClient s3backedWith(S3BackedTable table) {
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(store)
                .threshold(0)
                .nanoTime(nanos::get)
                .events(events::add)
                .table(table)
                .build();
        opened.add(s3backed);
        return s3backed.wrap(dynamoDb);
    }

    // ---- rejected ----

    @Test
    void aRejectedPutTakesItsUploadsBack() {
        String old = stored("1", "old");
        dynamoDb.then(conditionFailed(Map.of()));

        Throwable failure = failureOf(client.putItem(put("new").build()));

        assertThat(failure).isInstanceOf(ConditionalCheckFailedException.class).hasNoSuppressedExceptions();
        assertThat(objects()).containsExactly(old);
        assertThat(texts(only(S3BackedEvent.RolledBack.class).removed())).containsExactly(sent(0));
        assertThat(events).noneMatch(S3BackedEvent.OutcomeUnknown.class::isInstance);
    }

    @Test
    void aThrottledPutIsSentAgainWithTheSameObjects() {
        dynamoDb.then(error(400, "ThrottlingException"))
                .then(error(400, "ThrottlingException"))
                .then(DONE);

        join(client.putItem(put("new").build()));

        assertThat(List.of(sent(1), sent(2))).containsOnly(sent(0));
        assertThat(store.puts.stream().filter(HookedBlobStore::isPayload)).hasSize(1);
        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
        assertThat(only(S3BackedEvent.Committed.class).attempts()).isEqualTo(3);
        assertThat(((PutItemRequest) dynamoDb.requests.get(2)).returnValuesOnConditionCheckFailure())
                .isNull();
    }

    @Test
    void aPutThatStaysThrottledIsTakenBack() {
        for (int i = 0; i < 3; i++) {
            dynamoDb.then(error(400, "ThrottlingException"));
        }

        assertThat(failureOf(client.putItem(put("new").build()))).hasNoSuppressedExceptions();

        assertThat(dynamoDb.requests).hasSize(3);
        assertThat(objects()).isEmpty();
    }

    // ---- unknown ----

    @Test
    void anAttemptThatMayHaveBeenDoneIsFollowedByOneWithObjectsOfItsOwn() {
        dynamoDb.then(lost()).then(DONE);

        join(client.putItem(put("new").build()));

        assertThat(sent(0)).isNotEqualTo(sent(1));
        assertThat(objects()).containsExactlyInAnyOrder(sent(0), sent(1));
        assertThat(pauses).containsExactly(Duration.ofSeconds(1));
        assertThat(((PutItemRequest) dynamoDb.requests.get(1)).returnValuesOnConditionCheckFailure())
                .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    @Test
    void itsOwnWriteThatItSeesAsReplacedStays() {
        dynamoDb.then(lost())
                .then(request ->
                        PutItemResponse.builder().attributes(item("1", sent(0))).build());

        join(client.putItem(put("new").build()));

        assertThat(objects()).containsExactlyInAnyOrder(sent(0), sent(1));
    }

    @Test
    void whatStaysUnknownKeepsEverythingAndSaysSo() {
        dynamoDb.then(lost()).then(lost()).then(lost());

        Throwable failure = failureOf(client.putItem(put("new").build()));

        assertThat(failure).isInstanceOf(DynamoDbException.class);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(OutcomeUnknownException.class);
        assertThat(objects()).containsExactlyInAnyOrder(sent(0), sent(1), sent(2));
        assertThat(texts(only(S3BackedEvent.OutcomeUnknown.class).kept()))
                .containsExactlyInAnyOrder(sent(0), sent(1), sent(2));
        assertThat(events).noneMatch(S3BackedEvent.RolledBack.class::isInstance);
    }

    @Test
    void aConditionThatItsOwnFirstAttemptMadeFailIsASuccess() {
        dynamoDb.then(lost()).then(request -> conditionFailed(item("1", sent(0))));

        join(client.putItem(
                put("new").conditionExpression("attribute_not_exists(id)").build()));

        assertThat(objects()).containsExactly(sent(0));
        assertThat(only(S3BackedEvent.Committed.class).attempts()).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsLostIsSaidWhereItWasAskedFor() {
        dynamoDb.then(lost()).then(request -> conditionFailed(item("1", sent(0))));

        assertThat(failureOf(client.putItem(
                        put("new").returnValues(ReturnValue.ALL_OLD).build())))
                .isInstanceOf(WriteCommittedException.class)
                .hasMessageContaining("its answer was lost");
        assertThat(objects()).containsExactly(sent(0));
    }

    @Test
    void aConditionThatFailsForAnotherReasonLeavesTheFirstAttemptInDoubt() {
        dynamoDb.then(lost()).then(conditionFailed(item("1", "mem://steps/other")));

        Throwable failure = failureOf(client.putItem(put("new").build()));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        refused -> assertThat(refused.hasItem()).isFalse());
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(OutcomeUnknownException.class);
        assertThat(objects()).containsExactly(sent(0));
        assertThat(texts(only(S3BackedEvent.RolledBack.class).removed())).containsExactly(sent(1));
    }

    // ---- before it is sent ----

    @Test
    void ifAnUploadFailsTheOthersAreTakenBackAndNothingIsSent() {
        store.onPut = key -> key.contains("/image/")
                ? CompletableFuture.failedFuture(new BlobStoreException("scripted", null))
                : HookedBlobStore.NOW.apply(key);
        Map<String, AttributeValue> both = item("1", "new");
        both.put("image", Bench.b((byte) 1));

        assertThat(failureOf(client.putItem(put -> put.tableName("t").item(both))))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageStartingWith("PutItem of t was not sent: scripted")
                .hasNoSuppressedExceptions();
        assertThat(dynamoDb.requests).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void anUploadThatFailsAfterAnAttemptThatMayHaveBeenDoneLeavesThatInDoubt() {
        dynamoDb.then(request -> {
            store.onPut = key -> CompletableFuture.failedFuture(new BlobStoreException("scripted", null));
            return lost();
        });

        Throwable failure = failureOf(client.putItem(put("new").build()));

        assertThat(failure).isInstanceOf(DynamoDbException.class);
        assertThat(failure.getSuppressed()).hasAtLeastOneElementOfType(OutcomeUnknownException.class);
        assertThat(objects()).containsExactly(sent(0));
    }

    @ParameterizedTest
    @CsvSource({"60, true", "61, false"})
    void noRequestIsSentLaterThanTheDeadline(int minutes, boolean inTime) {
        store.onPut = key -> {
            if (HookedBlobStore.isPayload(key)) {
                nanos.addAndGet(MINUTE.multipliedBy(minutes).toNanos());
            }
            return HookedBlobStore.NOW.apply(key);
        };
        dynamoDb.then(DONE);
        CompletableFuture<PutItemResponse> writing = client.putItem(put("new").build());

        if (inTime) {
            join(writing);
        } else {
            assertThat(failureOf(writing)).isInstanceOf(WriteExpiredException.class);
            assertThat(dynamoDb.requests).isEmpty();
            assertThat(objects()).isEmpty();
        }
    }

    @Test
    void whoGivesUpWhileItIsSentKeepsItsObjects() {
        CompletableFuture<Object> never = new CompletableFuture<>();
        dynamoDb.then(never);
        CompletableFuture<PutItemResponse> writing = client.putItem(put("new").build());

        writing.cancel(true);

        assertThat(dynamoDb.requests).hasSize(1);
        assertThat(objects()).containsExactly(sent(0));
        assertThat(texts(only(S3BackedEvent.OutcomeUnknown.class).kept())).containsExactly(sent(0));
    }

    @Test
    void whoGivesUpWhileItIsUploadedSendsNothing() {
        CompletableFuture<Object> uploading = new CompletableFuture<>();
        store.onPut = key -> HookedBlobStore.isPayload(key) ? uploading : HookedBlobStore.NOW.apply(key);
        CompletableFuture<PutItemResponse> writing = client.putItem(put("new").build());

        writing.cancel(true);
        uploading.complete(null);

        assertThat(dynamoDb.requests).isEmpty();
        assertThat(objects()).isEmpty();
    }

    // ---- updates ----

    @Test
    void anUpdateRemovesWhatItReplacedAndNothingElse() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET body = :b").build()));

        UpdateItemRequest sent = (UpdateItemRequest) dynamoDb.requests.get(0);
        assertThat(sent.returnValues()).isEqualTo(ReturnValue.ALL_OLD);
        assertThat(sent.updateExpression()).isEqualTo("SET body = :s3backed0");
        assertThat(objects())
                .containsExactly(
                        sent.expressionAttributeValues().get(":s3backed0").s());
    }

    @Test
    void anUpdateOfAnotherAttributeRemovesNothing() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET image = :b")
                .expressionAttributeValues(Map.of(":b", Bench.b((byte) 1)))
                .build()));

        assertThat(objects()).hasSize(2).contains(old);
    }

    @Test
    void anUpdateThatKeptTheOldValueRemovesWhatItUploaded() {
        String old = stored("1", "old");
        dynamoDb.then(GetItemResponse.builder().item(item("1", old)).build())
                .then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET body = if_not_exists(body, :b)").build()));

        assertThat(((UpdateItemRequest) dynamoDb.requests.get(1)).returnValues())
                .isEqualTo(ReturnValue.UPDATED_NEW);
        assertThat(objects()).containsExactly(old);
    }

    @Test
    void anUpdateWhoseImageIsThatBeforeLooksAgain() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build())
                .then(GetItemResponse.builder().item(item("1", old)).build());

        UpdateItemResponse response = join(client.updateItem(update("SET body = if_not_exists(body, :b)")
                .returnValues(ReturnValue.ALL_OLD)
                .build()));

        assertThat(response.attributes()).isEqualTo(item("1", "old"));
        GetItemRequest look = (GetItemRequest) dynamoDb.requests.get(1);
        assertThat(look.consistentRead()).isTrue();
        assertThat(look.expressionAttributeNames()).containsValue("body");
        assertThat(objects()).containsExactly(old);
    }

    @Test
    void aLookThatFailsLeavesBoth() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build())
                .then(lost());

        join(client.updateItem(update("SET body = if_not_exists(body, :b)")
                .returnValues(ReturnValue.ALL_OLD)
                .build()));

        assertThat(objects()).hasSize(2).contains(old);
        assertThat(only(S3BackedEvent.CleanUpFailed.class).left()).hasSize(2);
    }

    @Test
    void aRemovedAttributeTakesItsObjectWithIt() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(
                update("REMOVE body").expressionAttributeValues(null).build()));

        assertThat(objects()).isEmpty();
    }

    // ---- batches ----

    private static BatchWriteItemRequest batch() {
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of("t", List.of(putOf("1", "new"), deleteOf("2"))))
                .build();
    }

    private static WriteRequest putOf(String id, String body) {
        return WriteRequest.builder()
                .putRequest(put -> put.item(item(id, body)))
                .build();
    }

    private static WriteRequest deleteOf(String id) {
        return WriteRequest.builder()
                .deleteRequest(delete -> delete.key(key(id)))
                .build();
    }

    private static BatchGetItemResponse seen(String first, String second) {
        return BatchGetItemResponse.builder()
                .responses(Map.of("t", List.of(item("1", first), item("2", second))))
                .build();
    }

    @Test
    void aBatchRemovesWhatItReplacesAndDeletes() {
        String first = stored("1", "old");
        String second = stored("2", "old");
        dynamoDb.then(seen(first, second)).then(BatchWriteItemResponse.builder().build());

        BatchWriteItemResponse response = join(client.batchWriteItem(batch()));

        assertThat(response.hasUnprocessedItems()).isFalse();
        BatchWriteItemRequest sent = (BatchWriteItemRequest) dynamoDb.requests.get(1);
        assertThat(objects())
                .containsExactly(sent.requestItems()
                        .get("t")
                        .get(0)
                        .putRequest()
                        .item()
                        .get("body")
                        .s());
        assertThat(sent.requestItems().get("t").get(1)).isEqualTo(deleteOf("2"));
    }

    @Test
    void whatABatchHandsBackIsOfUnknownOutcomeAndTheCallers() {
        String first = stored("1", "old");
        String second = stored("2", "old");
        dynamoDb.then(seen(first, second))
                .then(request -> BatchWriteItemResponse.builder()
                        .unprocessedItems(((BatchWriteItemRequest) request).requestItems())
                        .build());

        BatchWriteItemResponse response = join(client.batchWriteItem(batch()));

        assertThat(response.unprocessedItems().get("t")).containsExactlyInAnyOrder(putOf("1", "new"), deleteOf("2"));
        assertThat(objects()).hasSize(3).contains(first, second);
        assertThat(only(S3BackedEvent.OutcomeUnknown.class).kept()).hasSize(1);
    }

    @Test
    void whatABatchHandsBackKeepsNothingOfTheOthers() {
        String first = stored("1", "old");
        String second = stored("2", "old");
        dynamoDb.then(seen(first, second))
                .then(BatchWriteItemResponse.builder()
                        .unprocessedItems(Map.of("t", List.of(deleteOf("2"))))
                        .build());

        join(client.batchWriteItem(batch()));

        assertThat(objects()).hasSize(2).contains(second).doesNotContain(first);
    }

    @Test
    void whatABatchHandsBackAndNobodyKnowsKeepsTheWholeTable() {
        String first = stored("1", "old");
        String second = stored("2", "old");
        dynamoDb.then(seen(first, second))
                .then(BatchWriteItemResponse.builder()
                        .unprocessedItems(Map.of("t", List.of(deleteOf("3"))))
                        .build());

        join(client.batchWriteItem(batch()));

        assertThat(objects()).hasSize(3).contains(first, second);
    }

    @Test
    void ofItemsThatWereNotSeenNothingIsRemoved() {
        String first = stored("1", "old");
        dynamoDb.then(BatchGetItemResponse.builder()
                        .responses(Map.of("t", List.of(item("1", first))))
                        .unprocessedKeys(Map.of(
                                "t",
                                software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes.builder()
                                        .keys(List.of(key("2")))
                                        .build()))
                        .build())
                .then(BatchWriteItemResponse.builder().build());

        join(client.batchWriteItem(batch()));

        assertThat(objects()).hasSize(1).doesNotContain(first);
    }

    // ---- transactions ----

    private static TransactWriteItemsRequest.Builder transaction() {
        return TransactWriteItemsRequest.builder()
                .transactItems(
                        TransactWriteItem.builder()
                                .put(put -> put.tableName("t").item(item("1", "new")))
                                .build(),
                        TransactWriteItem.builder()
                                .delete(delete -> delete.tableName("t").key(key("2")))
                                .build());
    }

    private String transacted(int number) {
        TransactWriteItemsRequest sent = (TransactWriteItemsRequest) dynamoDb.requests.get(number);
        return sent.transactItems().get(0).put().item().get("body").s();
    }

    @Test
    void aTransactionRemovesWhatItReplacesAndDeletes() {
        String first = stored("1", "old");
        String second = stored("2", "old");
        dynamoDb.then(seen(first, second))
                .then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(transaction().build()));

        assertThat(objects()).containsExactly(transacted(1));
    }

    @Test
    void aTransactionIsRepeatedUnderItsTokenWithTheSameObjects() {
        dynamoDb.then(BatchGetItemResponse.builder().build())
                .then(lost())
                .then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(transaction().build()));

        assertThat(transacted(1)).isEqualTo(transacted(2));
        assertThat(dynamoDb.requests(TransactWriteItemsRequest.class))
                .extracting(TransactWriteItemsRequest::clientRequestToken)
                .doesNotContainNull()
                .satisfies(tokens -> assertThat(Set.copyOf(tokens)).hasSize(1));
        assertThat(objects()).containsExactly(transacted(1));
    }

    @Test
    void aTransactionIsNotRepeatedWhenItsTokenMayBeForgotten() {
        dynamoDb.then(BatchGetItemResponse.builder().build()).then(request -> {
            nanos.addAndGet(Duration.ofMinutes(5).plusNanos(1).toNanos());
            return lost();
        });

        Throwable failure = failureOf(client.transactWriteItems(transaction().build()));

        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(OutcomeUnknownException.class);
        assertThat(dynamoDb.requests).hasSize(2);
        assertThat(objects()).containsExactly(transacted(1));
    }

    @Test
    void aTokenOfTheCallersIsRefusedWherePayloadsLeaveTheirItems() {
        assertThat(failureOf(client.transactWriteItems(
                        transaction().clientRequestToken("mine").build())))
                .isInstanceOf(RefusedRequestException.class)
                .hasMessageContaining("ClientRequestToken of the caller's");
        assertThat(dynamoDb.requests).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void underATokenOfTheCallersNothingIsRemoved() {
        String old = stored("2", "old");
        dynamoDb.then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(TransactWriteItemsRequest.builder()
                .clientRequestToken("mine")
                .transactItems(TransactWriteItem.builder()
                        .delete(delete -> delete.tableName("t").key(key("2")))
                        .build())
                .build()));

        assertThat(objects()).containsExactly(old);
    }

    @Test
    void aSharedKeyIsNeverTakenBackOrRemoved() {
        client = open(settings ->
                settings.keyTemplate(KeyTemplate.of("shared/{fingerprint}")).cleanUp(CleanUp.SWEEPER));
        dynamoDb.then(conditionFailed(Map.of()));

        failureOf(client.putItem(put("new").build()));

        assertThat(objects()).hasSize(1);
    }
}
