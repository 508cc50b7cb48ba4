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
    PUT_UNREAD(LaterActs::put, false),
    PUT_UNREAD_OF_OTHER(LaterActs::putOfOther, false),
    UPDATE_UNREAD(LaterActs::update, false),
    TRANSACT_UNREAD(LaterActs::transact, false),
    /** Takes the place of the item: a copy of the other. */
    COPY_OF_OTHER((clients, what) -> clients.copy(what.otherKey(), what.key()), false),
    MOVE_OF_OTHER((clients, what) -> clients.move(what.otherKey(), what.key()), false),
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
    TRANSACT_GET(true, (client, what) -> client.transactGetItems(what.transactGet())),
    GET_LATE(LaterActs::get, true);

    /** Begins it. */
    private interface Call {
        CompletableFuture<?> on(DynamoDbAsyncClient client, Subject what);
    }

    /** Begins what takes more than one request to a client. */
    private interface Steps {
        CompletableFuture<?> on(Clients clients, Subject what);
    }

    private static final Act[] READS = reading(true);
    private static final Act[] WRITES = reading(false);

    private final boolean reads;
    private final Steps steps;

    Act(boolean reads, Call call) {
        this((clients, what) -> call.on(clients.eager(), what), reads);
    }

    Act(Steps steps, boolean reads) {
        this.reads = reads;
        this.steps = steps;
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

    /** Whether it begins with a read of the other item. */
    boolean isOfOther() {
        return this == PUT_UNREAD_OF_OTHER || this == COPY_OF_OTHER || this == MOVE_OF_OTHER;
    }

    /** Whether it writes a body that it has read, and not fetched. */
    boolean writesUnread() {
        return compareTo(PUT_UNREAD) >= 0 && compareTo(MOVE_OF_OTHER) <= 0;
    }

    boolean isRead() {
        return reads;
    }

    CompletableFuture<?> begin(Clients clients, Subject what) {
        return steps.on(clients, what);
    }

    static AttributeValue s(@Nullable String text) {
        return AttributeValue.fromS(text);
    }
}
