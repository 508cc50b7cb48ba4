package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A batch step by step. */
class BatchStepsTest extends WriteSteps {

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

    @Test
    void aBatchRemovesWhatItReplacesAndDeletes() {
        String first = stored("1", "old");
        String second = stored("2", "old");
        dynamoDb.then(seen(first, second)).then(BatchWriteItemResponse.builder().build());

        BatchWriteItemResponse response = join(client.batchWriteItem(batch()));

        assertThat(response.hasUnprocessedItems()).isFalse();
        assertNoCleanUpFailed();
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
                                KeysAndAttributes.builder()
                                        .keys(List.of(key("2")))
                                        .build()))
                        .build())
                .then(BatchWriteItemResponse.builder().build());

        join(client.batchWriteItem(batch()));

        assertThat(objects()).hasSize(1).doesNotContain(first);
    }

    @Test
    void whatItReplacesIsReadBeforeByAConsistentReadOfItsAttributesAlone() {
        dynamoDb.then(BatchGetItemResponse.builder().build())
                .then(BatchWriteItemResponse.builder().build());

        join(client.batchWriteItem(batch()));

        KeysAndAttributes read =
                ((BatchGetItemRequest) dynamoDb.requests.get(0)).requestItems().get("t");
        assertThat(read.keys()).containsExactlyInAnyOrder(key("1"), key("2"));
        assertThat(read.consistentRead()).isTrue();
        assertThat(read.expressionAttributeNames().values()).containsExactlyInAnyOrder("id", "body", "image");
        assertThat(read.projectionExpression().split(", "))
                .containsExactlyInAnyOrderElementsOf(
                        read.expressionAttributeNames().keySet());
        assertThat(only(S3BackedEvent.Committed.class))
                .extracting(S3BackedEvent.Committed::table, S3BackedEvent.Committed::operation)
                .containsExactly("t", "BatchWriteItem");
    }

    @Test
    void nothingIsReadWhereNothingIsRemovedAtOnce() {
        client = open(settings -> settings.cleanUp(CleanUp.SWEEPER));
        dynamoDb.then(BatchWriteItemResponse.builder().build());

        join(client.batchWriteItem(batch()));

        assertThat(dynamoDb.requests).hasSize(1);
    }

    @Test
    void aHundredKeysAreReadAtOnce() {
        List<WriteRequest> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(deleteOf("item " + i));
        }
        for (int size : new int[] {100, 101}) {
            dynamoDb.requests.clear();
            dynamoDb.then(BatchGetItemResponse.builder().build());
            if (size > 100) {
                dynamoDb.then(BatchGetItemResponse.builder().build());
            }
            dynamoDb.then(BatchWriteItemResponse.builder().build());

            join(client.batchWriteItem(batch -> batch.requestItems(Map.of("t", many.subList(0, size)))));

            assertThat(dynamoDb.requests(BatchGetItemRequest.class)).hasSize(size > 100 ? 2 : 1);
        }
    }

    @Test
    void aBatchThatIsThrottledMayHaveBeenDoneInPart() {
        dynamoDb.then(BatchGetItemResponse.builder().build());
        for (int i = 0; i < 3; i++) {
            dynamoDb.then(error(400, "ThrottlingException"));
        }

        Throwable failure = failureOf(client.batchWriteItem(batch()));

        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(OutcomeUnknownException.class);
        assertThat(objects()).hasSize(3);
    }

    @Test
    void aBatchThatIsRefusedAsAWholeIsTakenBack() {
        dynamoDb.then(BatchGetItemResponse.builder().build()).then(error(400, "ValidationException"));

        assertThat(failureOf(client.batchWriteItem(batch()))).hasNoSuppressedExceptions();

        assertThat(objects()).isEmpty();
    }

    @Test
    void requestsForOtherTablesPassAsTheyAre() {
        Map<String, List<WriteRequest>> mixed =
                Map.of("t", List.of(putOf("1", "new")), "other", List.of(putOf("1", "as it is")));
        dynamoDb.then(BatchGetItemResponse.builder().build())
                .then(request -> BatchWriteItemResponse.builder()
                        .unprocessedItems(Map.of(
                                "other",
                                ((BatchWriteItemRequest) request).requestItems().get("other")))
                        .build());

        BatchWriteItemResponse response = join(client.batchWriteItem(batch -> batch.requestItems(mixed)));

        BatchWriteItemRequest sent = (BatchWriteItemRequest) dynamoDb.requests.get(1);
        assertThat(sent.requestItems().get("t")).hasSize(1).doesNotContain(putOf("1", "new"));
        assertThat(sent.requestItems().get("other")).isEqualTo(mixed.get("other"));
        assertThat(response.unprocessedItems()).isEqualTo(Map.of("other", mixed.get("other")));
        assertThat(events).noneMatch(S3BackedEvent.OutcomeUnknown.class::isInstance);
    }

    @Test
    void eachTableGetsWhatIsItsOwn() {
        opened.get(0).register(Rig.tableNamed("u").build());
        dynamoDb.then(BatchGetItemResponse.builder().build())
                .then(BatchWriteItemResponse.builder()
                        .unprocessedItems(Map.of("u", List.of(deleteOf("nobody's"))))
                        .build());

        join(client.batchWriteItem(batch -> batch.requestItems(
                Map.of("t", List.of(putOf("1", "new")), "u", List.of(putOf("1", "other"), deleteOf("2"))))));

        BatchWriteItemRequest sent = (BatchWriteItemRequest) dynamoDb.requests.get(1);
        assertThat(sent.requestItems().get("t")).hasSize(1);
        assertThat(sent.requestItems().get("u")).hasSize(2).contains(deleteOf("2"));
        assertThat(only(S3BackedEvent.OutcomeUnknown.class).kept())
                .as("of the table whose items came back")
                .singleElement()
                .asString()
                .contains("/u/");
    }
}
