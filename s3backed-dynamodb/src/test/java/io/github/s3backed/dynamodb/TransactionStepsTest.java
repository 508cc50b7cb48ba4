package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** A transaction step by step. */
class TransactionStepsTest extends WriteSteps {

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

        assertNoCleanUpFailed();
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

    private static TransactWriteItemsRequest updating(String expression) {
        return TransactWriteItemsRequest.builder()
                .transactItems(TransactWriteItem.builder()
                        .update(update -> update.tableName("t")
                                .key(key("1"))
                                .updateExpression(expression)
                                .expressionAttributeValues(Map.of(":b", s("new"))))
                        .build())
                .build();
    }

    private static BatchGetItemResponse holding(String id, @Nullable String reference) {
        return BatchGetItemResponse.builder()
                .responses(Map.of("t", List.of(item(id, reference))))
                .build();
    }

    @Test
    void anUpdateInATransactionRemovesWhatItReplaced() {
        String old = stored("1", "old");
        dynamoDb.then(holding("1", old))
                .then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(updating("SET body = :b")));

        Update sent = ((TransactWriteItemsRequest) dynamoDb.requests.get(1))
                .transactItems()
                .get(0)
                .update();
        assertThat(sent.updateExpression()).isEqualTo("SET body = :s3backed0");
        assertThat(objects())
                .containsExactly(
                        sent.expressionAttributeValues().get(":s3backed0").s());
        assertThat(only(S3BackedEvent.Committed.class))
                .extracting(S3BackedEvent.Committed::table, S3BackedEvent.Committed::operation)
                .containsExactly("t", "TransactWriteItems");
    }

    @Test
    void anUpdateOfAnotherAttributeInATransactionRemovesNothing() {
        String old = stored("1", "old");
        dynamoDb.then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(updating("SET other = :b")));

        assertThat(((TransactWriteItemsRequest) dynamoDb.requests.get(0)).transactItems())
                .isEqualTo(updating("SET other = :b").transactItems());
        assertThat(objects()).containsExactly(old);
    }

    @Test
    void whetherAnUpdateKeptTheOldValueIsLookedAtAfterwards() {
        String old = stored("1", "old");
        dynamoDb.then(holding("1", old))
                .then(TransactWriteItemsResponse.builder().build())
                .then(holding("1", old));

        join(client.transactWriteItems(updating("SET body = if_not_exists(body, :b)")));

        assertThat(objects()).containsExactly(old);
    }

    @Test
    void whetherAnUpdateTookTheNewValueIsLookedAtAfterwards() {
        dynamoDb.then(BatchGetItemResponse.builder().build())
                .then(TransactWriteItemsResponse.builder().build())
                .then(request -> holding("1", objects().iterator().next()));

        join(client.transactWriteItems(updating("SET body = if_not_exists(body, :b)")));

        assertThat(objects()).hasSize(1);
    }

    @Test
    void ofAnItemThatIsNotThereAfterwardsNothingIsKept() {
        dynamoDb.then(BatchGetItemResponse.builder().build())
                .then(TransactWriteItemsResponse.builder().build())
                .then(BatchGetItemResponse.builder().build());

        join(client.transactWriteItems(updating("SET body = if_not_exists(body, :b)")));

        assertThat(objects()).isEmpty();
    }

    @Test
    void anItemThatCannotBeLookedAtAfterwardsKeepsBoth() {
        String old = stored("1", "old");
        dynamoDb.then(holding("1", old))
                .then(TransactWriteItemsResponse.builder().build())
                .then(BatchGetItemResponse.builder()
                        .unprocessedKeys(Map.of(
                                "t",
                                KeysAndAttributes.builder()
                                        .keys(List.of(key("1")))
                                        .build()))
                        .build());

        join(client.transactWriteItems(updating("SET body = if_not_exists(body, :b)")));

        assertThat(objects()).hasSize(2).contains(old);
    }

    @Test
    void aLookBeforeThatFailsRemovesNothingAndFailsNothing() {
        String old = stored("2", "old");
        dynamoDb.then(lost()).then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(transaction().build()));

        assertThat(objects()).hasSize(2).contains(old);
        assertThat(only(S3BackedEvent.CleanUpFailed.class).left()).isEmpty();
    }

    @Test
    void actionsOnOtherTablesAndChecksPassAsTheyAre() {
        TransactWriteItemsRequest mixed = TransactWriteItemsRequest.builder()
                .transactItems(
                        TransactWriteItem.builder()
                                .put(put -> put.tableName("other").item(item("1", "x")))
                                .build(),
                        TransactWriteItem.builder()
                                .update(update ->
                                        update.tableName("other").key(key("2")).updateExpression("SET body = body"))
                                .build(),
                        TransactWriteItem.builder()
                                .delete(delete -> delete.tableName("other").key(key("3")))
                                .build(),
                        TransactWriteItem.builder()
                                .conditionCheck(check ->
                                        check.tableName("other").key(key("4")).conditionExpression("body = id"))
                                .build(),
                        TransactWriteItem.builder()
                                .conditionCheck(check -> check.tableName("t")
                                        .key(key("5"))
                                        .conditionExpression("attribute_exists(body)"))
                                .build())
                .build();
        dynamoDb.then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(mixed));

        assertThat(((TransactWriteItemsRequest) dynamoDb.requests.get(0)).transactItems())
                .isEqualTo(mixed.transactItems());
    }

    @Test
    void conditionsOnPayloadsAreRefusedInEveryAction() {
        for (TransactWriteItem refused : List.of(
                TransactWriteItem.builder()
                        .put(put -> put.tableName("t").item(item("1", "x")).conditionExpression("body = id"))
                        .build(),
                TransactWriteItem.builder()
                        .update(update -> update.tableName("t")
                                .key(key("1"))
                                .updateExpression("SET other = id")
                                .conditionExpression("body = id"))
                        .build(),
                TransactWriteItem.builder()
                        .delete(delete -> delete.tableName("t").key(key("1")).conditionExpression("body = id"))
                        .build(),
                TransactWriteItem.builder()
                        .conditionCheck(
                                check -> check.tableName("t").key(key("1")).conditionExpression("body = id"))
                        .build())) {
            assertThat(failureOf(client.transactWriteItems(transaction -> transaction.transactItems(refused))))
                    .isInstanceOf(RefusedRequestException.class);
        }
        assertThat(dynamoDb.requests).isEmpty();
    }

    @Test
    void theItemsThatReasonsShowHaveTheirPayloads() {
        String old = stored("1", "old");
        TransactionCanceledException cancelled = TransactionCanceledException.builder()
                .cancellationReasons(
                        CancellationReason.builder()
                                .code("ConditionalCheckFailed")
                                .item(item("1", old))
                                .build(),
                        CancellationReason.builder().code("None").build(),
                        CancellationReason.builder().code("SurplusReason").build())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("TransactionCanceledException")
                        .build())
                .statusCode(400)
                .numAttempts(1)
                .message("scripted")
                .build();
        dynamoDb.then(BatchGetItemResponse.builder().build()).then(cancelled);

        Throwable failure = failureOf(client.transactWriteItems(transaction().build()));

        assertThat(failure).isInstanceOfSatisfying(TransactionCanceledException.class, shown -> {
            assertThat(shown.cancellationReasons())
                    .extracting(CancellationReason::code)
                    .containsExactly("ConditionalCheckFailed", "None", "SurplusReason");
            assertThat(shown.cancellationReasons().get(0).item()).isEqualTo(item("1", "old"));
            assertThat(shown.cancellationReasons().get(1).hasItem()).isFalse();
            assertThat(shown.getStackTrace()).isEqualTo(cancelled.getStackTrace());
        });
        assertThat(objects()).containsExactly(old);
    }

    @Test
    void aTransactionIsRepeatedForFiveMinutesWithThePauses() {
        for (long early : new long[] {0, 500}) {
            dynamoDb.requests.clear();
            pauses.clear();
            dynamoDb.then(BatchGetItemResponse.builder().build()).then(request -> {
                nanos.addAndGet(Duration.ofMinutes(5).minusMillis(early).toNanos());
                return lost();
            });

            Throwable failure =
                    failureOf(client.transactWriteItems(transaction().build()));

            assertThat(failure.getSuppressed()).singleElement().isInstanceOf(OutcomeUnknownException.class);
            assertThat(pauses).containsExactly(Duration.ofSeconds(1));
            assertThat(dynamoDb.requests).hasSize(2);
        }
    }

    @Test
    void whoGivesUpBeforeItIsSentTakesItsUploadsBack() {
        CompletableFuture<Object> looking = new CompletableFuture<>();
        dynamoDb.then(looking);
        CompletableFuture<TransactWriteItemsResponse> writing =
                client.transactWriteItems(transaction().build());
        assertThat(objects()).hasSize(1);

        writing.cancel(true);
        looking.complete(BatchGetItemResponse.builder().build());

        assertThat(dynamoDb.requests).hasSize(1);
        assertThat(objects()).isEmpty();
    }

    @Test
    void anUpdateInATransactionLeavesTheOtherAttributes() {
        dynamoDb.then(PutItemResponse.builder().build());
        join(client.putItem(put -> put.tableName("t").item(Map.of("id", s("1"), "image", Bench.b((byte) 1)))));
        Map<String, AttributeValue> held = ((PutItemRequest) dynamoDb.requests.get(0)).item();
        dynamoDb.then(BatchGetItemResponse.builder()
                        .responses(Map.of("t", List.of(held)))
                        .build())
                .then(TransactWriteItemsResponse.builder().build());

        join(client.transactWriteItems(updating("SET body = :b")));

        assertThat(objects()).hasSize(2).contains(held.get("image").s());
    }
}
