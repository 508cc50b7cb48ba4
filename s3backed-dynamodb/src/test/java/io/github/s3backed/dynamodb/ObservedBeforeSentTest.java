package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Passage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * What a write replaces is looked at before it is sent, however long that takes: after it, the item may hold what another
 * has written since, and removing that would be the end of it.
 */
@AwsTest
@Timeout(120)
class ObservedBeforeSentTest {

    private final AwsBackend aws;

    ObservedBeforeSentTest(AwsBackend aws) {
        this.aws = aws;
    }

    @Test
    void ofABatch() throws Exception {
        check(
                "BatchGetItem",
                "BatchWriteItem",
                shelf -> shelf.client.start(
                        Operation.BATCH_WRITE_ITEM, shelf.batchRequest(List.of(Shelf.item(1, "mine")))));
    }

    @Test
    void ofATransaction() throws Exception {
        check(
                "BatchGetItem",
                "TransactWriteItems",
                shelf -> shelf.client.start(
                        Operation.TRANSACT_WRITE_ITEMS,
                        TransactWriteItemsRequest.builder()
                                .transactItems(one -> one.put(
                                        put -> put.tableName(shelf.table).item(Shelf.item(1, "mine"))))
                                .build()));
    }

    @Test
    void ofAnUpdateThatMayKeepWhatIsThere() throws Exception {
        check(
                "GetItem",
                "UpdateItem",
                shelf -> shelf.client.start(
                        Operation.UPDATE_ITEM,
                        UpdateItemRequest.builder()
                                .tableName(shelf.table)
                                .key(Shelf.key(1))
                                .updateExpression("SET body = if_not_exists(body, :b)")
                                .expressionAttributeValues(Map.of(":b", s("mine")))
                                .build()));
    }

    private interface Write {
        CompletableFuture<?> start(Shelf shelf);
    }

    private void check(String observation, String request, Write write) throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        try (Shelf shelf = new Shelf(aws, Door.ASYNC, S3Side.ASYNC);
                Shelf other = shelf.other(Door.BLOCKING, S3Side.BLOCKING)) {
            shelf.put(1, "old");
            shelf.awaitEvents(S3BackedEvent.Committed.class);
            shelf.events.clear();
            shelf.dynamoDbGate.passages(
                    sent -> Shelf.operation(sent).equals(observation) ? Passage.requestHeld(gate) : Passage.free());

            CompletableFuture<?> result = write.start(shelf);
            shelf.awaitEvents(S3BackedEvent.Uploaded.class);
            other.put(1, "another's");
            gate.complete(null);
            result.get(Shelf.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(shelf.dynamoDbCalls()).containsSubsequence(observation, request);
            assertThat(shelf.objects()).hasSize(1).isEqualTo(shelf.references());
        }
    }
}
