package io.github.s3backed.simulator;

import static io.github.s3backed.simulator.Act.s;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What an act is done to.
 *
 * @param id the item
 * @param other another item, for acts on two
 * @param n a new value for {@code n}, which no other act writes
 * @param body a payload
 * @param note a payload; null for none
 * @param seenN what {@code n} was when the act began; null if there was no item
 */
record Subject(
        String id,
        String other,
        String n,
        String body,
        @Nullable String note,
        @Nullable String seenN) {

    Map<String, AttributeValue> key() {
        return Map.of(Table.KEY, s(id));
    }

    Map<String, AttributeValue> otherKey() {
        return Map.of(Table.KEY, s(other));
    }

    Map<String, AttributeValue> item() {
        return item(id);
    }

    private Map<String, AttributeValue> item(String id) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(Table.KEY, s(id), "n", s(n), "body", s(body)));
        if (note != null) {
            item.put("note", s(note));
        }
        return item;
    }

    Map<String, AttributeValue> seen() {
        return Map.of(":seen", s(seenN == null ? "nothing" : seenN));
    }

    Map<String, AttributeValue> values() {
        return Map.of(":body", s(body), ":n", s(n));
    }

    Map<String, AttributeValue> valuesAndSeen() {
        Map<String, AttributeValue> all = new HashMap<>(values());
        all.putAll(seen());
        return all;
    }

    Map<String, AttributeValue> onlyN() {
        return Map.of(":n", s(n));
    }

    BatchWriteItemRequest batch(boolean deletesOther) {
        WriteRequest second = deletesOther
                ? WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(otherKey()))
                        .build()
                : WriteRequest.builder()
                        .putRequest(put -> put.item(item(other)))
                        .build();
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(
                        Table.NAME,
                        List.of(
                                WriteRequest.builder()
                                        .putRequest(put -> put.item(item()))
                                        .build(),
                                second)))
                .build();
    }

    TransactWriteItemsRequest puts() {
        return TransactWriteItemsRequest.builder()
                .transactItems(put(id), put(other))
                .build();
    }

    private TransactWriteItem put(String id) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(Table.NAME).item(item(id)).build())
                .build();
    }

    TransactWriteItemsRequest updateAndDelete() {
        return TransactWriteItemsRequest.builder()
                .transactItems(
                        TransactWriteItem.builder()
                                .update(Update.builder()
                                        .tableName(Table.NAME)
                                        .key(key())
                                        .updateExpression("SET body = if_not_exists(body, :body), n = :n")
                                        .conditionExpression("n = :seen")
                                        .expressionAttributeValues(valuesAndSeen())
                                        .build())
                                .build(),
                        TransactWriteItem.builder()
                                .delete(Delete.builder()
                                        .tableName(Table.NAME)
                                        .key(otherKey())
                                        .build())
                                .build())
                .build();
    }

    BatchGetItemRequest batchGet() {
        return BatchGetItemRequest.builder()
                .requestItems(Map.of(
                        Table.NAME,
                        KeysAndAttributes.builder()
                                .keys(List.of(key(), otherKey()))
                                .consistentRead(true)
                                .build()))
                .build();
    }

    TransactGetItemsRequest transactGet() {
        return TransactGetItemsRequest.builder()
                .transactItems(get(key()), get(otherKey()))
                .build();
    }

    private static TransactGetItem get(Map<String, AttributeValue> key) {
        return TransactGetItem.builder()
                .get(Get.builder().tableName(Table.NAME).key(key).build())
                .build();
    }
}
