package io.github.s3backed.simulator;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** What an actor can do with an item, or two. */
enum Act {
    /** Leaves a gap, where there was something that did not matter. */
    NOTHING(false, (client, what) -> CompletableFuture.completedFuture(null)),
    PUT(false, (client, what) -> client.putItem(put -> put.tableName(Table.NAME).item(what.item()))),
    PUT_RETURNING_OLD(
            false,
            (client, what) -> client.putItem(
                    put -> put.tableName(Table.NAME).item(what.item()).returnValues(ReturnValue.ALL_OLD))),
    PUT_IF_ABSENT(
            false,
            (client, what) -> client.putItem(put ->
                    put.tableName(Table.NAME).item(what.item()).conditionExpression("attribute_not_exists(id)"))),
    PUT_IF_SEEN(
            false,
            (client, what) -> client.putItem(put -> put.tableName(Table.NAME)
                    .item(what.item())
                    .conditionExpression("n = :seen")
                    .expressionAttributeValues(what.seen())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))),
    UPDATE(
            false,
            (client, what) -> client.updateItem(update -> update.tableName(Table.NAME)
                    .key(what.key())
                    .updateExpression("SET body = :body, n = :n")
                    .expressionAttributeValues(what.values()))),
    UPDATE_RETURNING_NEW(
            false,
            (client, what) -> client.updateItem(update -> update.tableName(Table.NAME)
                    .key(what.key())
                    .updateExpression("SET body = :body, n = :n")
                    .expressionAttributeValues(what.values())
                    .returnValues(ReturnValue.ALL_NEW))),
    UPDATE_IF_SEEN(
            false,
            (client, what) -> client.updateItem(update -> update.tableName(Table.NAME)
                    .key(what.key())
                    .updateExpression("SET body = :body, n = :n")
                    .conditionExpression("n = :seen")
                    .expressionAttributeValues(what.valuesAndSeen()))),
    UPDATE_KEEPING(
            false,
            (client, what) -> client.updateItem(update -> update.tableName(Table.NAME)
                    .key(what.key())
                    .updateExpression("SET body = if_not_exists(body, :body), n = :n")
                    .expressionAttributeValues(what.values()))),
    UPDATE_KEEPING_RETURNING_OLD(
            false,
            (client, what) -> client.updateItem(update -> update.tableName(Table.NAME)
                    .key(what.key())
                    .updateExpression("SET body = if_not_exists(body, :body), n = :n")
                    .expressionAttributeValues(what.values())
                    .returnValues(ReturnValue.ALL_OLD))),
    REMOVE(
            false,
            (client, what) -> client.updateItem(update -> update.tableName(Table.NAME)
                    .key(what.key())
                    .updateExpression("REMOVE body SET n = :n")
                    .expressionAttributeValues(what.onlyN()))),
    DELETE(
            false,
            (client, what) ->
                    client.deleteItem(delete -> delete.tableName(Table.NAME).key(what.key()))),
    DELETE_RETURNING_OLD(
            false,
            (client, what) -> client.deleteItem(
                    delete -> delete.tableName(Table.NAME).key(what.key()).returnValues(ReturnValue.ALL_OLD))),
    DELETE_IF_SEEN(
            false,
            (client, what) -> client.deleteItem(delete -> delete.tableName(Table.NAME)
                    .key(what.key())
                    .conditionExpression("n = :seen")
                    .expressionAttributeValues(what.seen()))),
    BATCH_PUT(false, (client, what) -> client.batchWriteItem(what.batch(false))),
    BATCH_PUT_AND_DELETE(false, (client, what) -> client.batchWriteItem(what.batch(true))),
    TRANSACT_PUTS(false, (client, what) -> client.transactWriteItems(what.puts())),
    TRANSACT_UPDATE_AND_DELETE(false, (client, what) -> client.transactWriteItems(what.updateAndDelete())),
    GET(
            true,
            (client, what) -> client.getItem(
                    get -> get.tableName(Table.NAME).key(what.key()).consistentRead(true))),
    GET_STALE(
            true,
            (client, what) -> client.getItem(get -> get.tableName(Table.NAME).key(what.key()))),
    QUERY(
            true,
            (client, what) -> client.query(query -> query.tableName(Table.NAME)
                    .keyConditionExpression("id = :id")
                    .expressionAttributeValues(Map.of(":id", what.key().get(Table.KEY)))
                    .consistentRead(true))),
    SCAN(true, (client, what) -> client.scan(scan -> scan.tableName(Table.NAME).consistentRead(true))),
    BATCH_GET(true, (client, what) -> client.batchGetItem(what.batchGet())),
    TRANSACT_GET(true, (client, what) -> client.transactGetItems(what.transactGet()));

    /** Begins it. */
    private interface Call {
        CompletableFuture<?> on(DynamoDbAsyncClient client, Subject what);
    }

    private static final Act[] READS = reading(true);
    private static final Act[] WRITES = reading(false);

    private final boolean reads;
    private final Call call;

    Act(boolean reads, Call call) {
        this.reads = reads;
        this.call = call;
    }

    private static Act[] reading(boolean reads) {
        return Arrays.stream(values())
                .filter(act -> act.reads == reads && act != NOTHING)
                .toArray(Act[]::new);
    }

    static Act[] reads() {
        return READS;
    }

    static Act[] writes() {
        return WRITES;
    }

    boolean isRead() {
        return reads;
    }

    CompletableFuture<?> begin(DynamoDbAsyncClient client, Subject what) {
        return call.on(client, what);
    }

    static AttributeValue s(@Nullable String text) {
        return AttributeValue.fromS(text);
    }
}
