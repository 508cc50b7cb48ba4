package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** A put step by step, in whichever way it ends; other writes end alike. */
class WriteStepsTest extends WriteSteps {

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

        assertNoCleanUpFailed();
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

        assertNoCleanUpFailed();
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
        assertThat(failure.getSuppressed())
                .hasAtLeastOneElementOfType(OutcomeUnknownException.class)
                .hasAtLeastOneElementOfType(BlobStoreException.class);
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

    @Test
    void aSharedKeyIsNeverTakenBackOrRemoved() {
        client = open(settings ->
                settings.keyTemplate(KeyTemplate.of("shared/{fingerprint}")).cleanUp(CleanUp.SWEEPER));
        dynamoDb.then(conditionFailed(Map.of()));

        failureOf(client.putItem(put("new").build()));

        assertThat(objects()).hasSize(1);
    }

    @Test
    void ifAnUploadFailsThoseThatWaitForItAreNotBegun() {
        client = open(settings -> settings.concurrency(1));
        CompletableFuture<Object> holding = new CompletableFuture<>();
        store.onPut = key -> HookedBlobStore.isPayload(key) ? holding : HookedBlobStore.NOW.apply(key);
        Map<String, AttributeValue> both = item("1", "new");
        both.put("image", Bench.b((byte) 1));
        CompletableFuture<PutItemResponse> writing =
                client.putItem(put -> put.tableName("t").item(both));

        holding.completeExceptionally(new BlobStoreException("scripted", null));

        assertThat(failureOf(writing)).isInstanceOf(BlobStoreException.class);
        assertThat(store.puts.stream().filter(HookedBlobStore::isPayload)).hasSize(1);
    }

    @Test
    void aPolicyThatCannotBeReadKeepsItFromBeingSent() {
        store.onGet = key -> CompletableFuture.failedFuture(new BlobStoreException("scripted", null));
        memory.put(
                StorePolicy.KEY,
                BlobContent.of(StorePolicy.DEFAULT.toBytes()),
                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                PutMode.OVERWRITE);

        assertThat(failureOf(client.putItem(put("new").build())))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("was not sent");
        assertThat(dynamoDb.requests).isEmpty();
        assertThat(objects()).isEmpty();
    }

    @Test
    void whoGivesUpBetweenTwoAttemptsIsToldThatTheFirstIsInDoubt() {
        pause = new CompletableFuture<>();
        dynamoDb.then(lost());
        CompletableFuture<PutItemResponse> writing = client.putItem(put("new").build());

        writing.cancel(true);
        pause.complete(null);

        assertThat(dynamoDb.requests).hasSize(1);
        assertThat(objects()).containsExactly(sent(0));
        assertThat(texts(only(S3BackedEvent.OutcomeUnknown.class).kept())).containsExactly(sent(0));
    }

    @Test
    void anEqualPayloadUnderASharedKeyIsToldAsSuch() {
        client = open(settings ->
                settings.keyTemplate(KeyTemplate.of("shared/{fingerprint}")).cleanUp(CleanUp.SWEEPER));
        dynamoDb.then(DONE).then(DONE);

        join(client.putItem(put("new").build()));
        join(client.putItem(put("new").build()));

        assertThat(sent(0)).isEqualTo(sent(1));
        assertThat(only(S3BackedEvent.Deduplicated.class).reference()).hasToString(sent(1));
        assertThat(only(S3BackedEvent.Uploaded.class).reference()).hasToString(sent(0));
    }

    @Test
    void whatSucceedsAfterAFailureGivesBackToTheBudgetOfRetries() {
        for (int i = 0; i < 150; i++) {
            dynamoDb.then(lost()).then(DONE);
            join(client.putItem(put("new").build()));
        }
        assertThat(pauses).hasSize(150);
    }

    @Test
    void anItemWithoutPayloadsIsSentAsItIs() {
        String old = stored("1", "old");
        dynamoDb.then(PutItemResponse.builder().attributes(item("1", old)).build());
        Map<String, AttributeValue> none = item("1", null);
        none.put("body", AttributeValue.fromNul(true));
        none.put("other", s("x"));

        join(client.putItem(put -> put.tableName("t").item(none)));

        assertThat(((PutItemRequest) dynamoDb.requests.get(0)).item()).isEqualTo(none);
        assertThat(objects()).isEmpty();
        dynamoDb.then(DONE);
        join(client.putItem(put -> put.tableName("t").item(item("2", null))));
        assertThat(((PutItemRequest) dynamoDb.requests.get(1)).item()).isEqualTo(item("2", null));
    }

    @Test
    void aSmallPayloadStaysInItsItem() {
        client = open(settings -> settings.threshold(1000));
        dynamoDb.then(DONE);

        join(client.putItem(put("new").build()));

        assertThat(((PutItemRequest) dynamoDb.requests.get(0))
                        .item()
                        .get("body")
                        .b())
                .isNotNull();
        assertThat(objects()).isEmpty();
    }

    @Test
    void aValueIsSentNativelyWhereThatIsWanted() {
        client = s3backedWith(
                Rig.tableNamed("t").nativeValues(NativeValues.READ_AND_WRITE).build());
        dynamoDb.then(DONE);

        join(client.putItem(put("new").build()));

        assertThat(((PutItemRequest) dynamoDb.requests.get(0)).item()).isEqualTo(item("1", "new"));
    }

    @Test
    void aConditionThatFailsShowsTheItemIfThatIsAskedFor() {
        String old = stored("1", "old");
        dynamoDb.then(conditionFailed(item("1", old))).then(conditionFailed(item("1", old)));

        Throwable asked = failureOf(client.putItem(put("new")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build()));
        Throwable notAsked = failureOf(client.putItem(put("new").build()));

        assertThat(((ConditionalCheckFailedException) asked).item()).isEqualTo(item("1", "old"));
        assertThat(((ConditionalCheckFailedException) notAsked).hasItem()).isFalse();
    }

    @Test
    void aDeleteShowsWhatItIsAskedFor() {
        String old = stored("1", "old");
        dynamoDb.then(conditionFailed(item("1", old)))
                .then(DeleteItemResponse.builder().attributes(item("1", old)).build());

        Throwable refused = failureOf(client.deleteItem(delete -> delete.tableName("t")
                .key(key("1"))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        DeleteItemResponse done = join(
                client.deleteItem(delete -> delete.tableName("t").key(key("1")).returnValues(ReturnValue.ALL_OLD)));

        assertThat(((ConditionalCheckFailedException) refused).item()).isEqualTo(item("1", "old"));
        assertThat(done.attributes()).isEqualTo(item("1", "old"));
        assertThat(only(S3BackedEvent.Committed.class).operation()).isEqualTo("DeleteItem");
        assertThat(objects()).isEmpty();
    }

    @Test
    void conditionsOnPayloadsAndLegacyParametersAreRefused() {
        ExpectedAttributeValue expected =
                ExpectedAttributeValue.builder().exists(false).build();
        for (CompletableFuture<?> refused : List.of(
                client.putItem(put("new").conditionExpression("body = :b").build()),
                client.putItem(put("new").expected(Map.of("id", expected)).build()),
                client.deleteItem(delete -> delete.tableName("t").key(key("1")).conditionExpression("size(body) > :b")),
                client.deleteItem(delete -> delete.tableName("t").key(key("1")).expected(Map.of("id", expected))))) {
            assertThat(failureOf(refused)).isInstanceOf(RefusedRequestException.class);
        }
        assertThat(dynamoDb.requests).isEmpty();
    }
}
