package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.MatrixItems.b;
import static io.github.s3backed.dynamodb.MatrixItems.s;
import static io.github.s3backed.dynamodb.MatrixItems.with;
import static io.github.s3backed.dynamodb.MatrixItems.without;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The requests of the matrix, with the items before and after them. */
@SuppressWarnings("unchecked") // Varargs of generic types in the SDK's builders.
enum MatrixKind {
    PUT("a", MatrixKind::put, MatrixKind::aChanged),
    PUT_CONDITIONAL("a", MatrixKind::conditionalPut, MatrixKind::aChanged),
    PUT_ALL_OLD("a", MatrixKind::putAllOld, MatrixKind::aChanged),
    UPDATE("a", MatrixKind::update, MatrixKind::aUpdated),
    UPDATE_IF_NOT_EXISTS("c", MatrixKind::updateIfNotExists, MatrixKind::cFilled),
    UPDATE_IF_NOT_EXISTS_ALL_OLD("c", MatrixKind::updateIfNotExistsAllOld, MatrixKind::cFilled),
    UPDATE_ALL_NEW("a", MatrixKind::updateAllNew, MatrixKind::aUpdated),
    DELETE("a", MatrixKind::delete, items -> Map.of()),
    DELETE_CONDITIONAL("a", MatrixKind::conditionalDelete, items -> Map.of()),
    BATCH_WRITE("ab", MatrixKind::batchWrite, MatrixKind::aChanged),
    TRANSACT_WRITE("abc", MatrixKind::transactWrite, MatrixKind::aChangedAndCFilled),
    GET("a", MatrixKind::get, null),
    QUERY("a", MatrixKind::query, null),
    SCAN("a", MatrixKind::scan, null),
    BATCH_GET("ab", MatrixKind::batchGet, null),
    TRANSACT_GET("ab", MatrixKind::transactGet, null);

    private static final String IF_NOT_EXISTS =
            "SET body = if_not_exists(body, :b), image = if_not_exists(image, :i), n = :n";
    private static final String UNCHANGED = "n = :zero";

    private final String names;
    private final Function<MatrixItems, MatrixRequest<?, ?>> request;
    private final @Nullable Function<MatrixItems, Map<String, Map<String, AttributeValue>>> after;

    MatrixKind(
            String names,
            Function<MatrixItems, MatrixRequest<?, ?>> request,
            @Nullable Function<MatrixItems, Map<String, Map<String, AttributeValue>>> after) {
        this.names = names;
        this.request = request;
        this.after = after;
    }

    boolean isRead() {
        return after == null;
    }

    /** Whether the request does nothing unless the attribute {@code n} of its items is as it was. */
    boolean isConditional() {
        return this == PUT_CONDITIONAL || this == DELETE_CONDITIONAL || this == TRANSACT_WRITE;
    }

    List<String> names() {
        return List.of(names.split(""));
    }

    MatrixRequest<?, ?> request(MatrixItems items) {
        return request.apply(items);
    }

    /** The items before, by name. Item {@code c} has no image. */
    Map<String, Map<String, AttributeValue>> before(MatrixItems items) {
        Map<String, Map<String, AttributeValue>> before = new TreeMap<>();
        names().forEach(name ->
                before.put(name, name.equals("c") ? without(items.old("c"), "image") : items.old(name)));
        return before;
    }

    /** The items after it, by name; those before it, if it reads. */
    Map<String, Map<String, AttributeValue>> after(MatrixItems items) {
        return after == null ? before(items) : new TreeMap<>(after.apply(items));
    }

    // ---- writes ----

    private static PutItemRequest.Builder putOf(MatrixItems items) {
        return PutItemRequest.builder().tableName(items.table()).item(items.changed("a"));
    }

    private static MatrixRequest<?, ?> put(MatrixItems items) {
        return new MatrixRequest<>(Operation.PUT_ITEM, putOf(items).build());
    }

    private static MatrixRequest<?, ?> conditionalPut(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.PUT_ITEM,
                putOf(items)
                        .conditionExpression(UNCHANGED)
                        .expressionAttributeValues(Map.of(":zero", s("0")))
                        .build());
    }

    private static MatrixRequest<?, ?> putAllOld(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.PUT_ITEM,
                putOf(items).returnValues(ReturnValue.ALL_OLD).build());
    }

    private static UpdateItemRequest.Builder updateOf(MatrixItems items) {
        return UpdateItemRequest.builder()
                .tableName(items.table())
                .key(items.key("a"))
                .updateExpression("SET body = :b, n = :n")
                .expressionAttributeValues(Map.of(":b", items.newBody("a"), ":n", s("1")));
    }

    private static MatrixRequest<?, ?> update(MatrixItems items) {
        return new MatrixRequest<>(Operation.UPDATE_ITEM, updateOf(items).build());
    }

    private static MatrixRequest<?, ?> updateAllNew(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.UPDATE_ITEM,
                updateOf(items).returnValues(ReturnValue.ALL_NEW).build(),
                (response, all) -> response.attributes().equals(aUpdated(all).get("a")));
    }

    private static UpdateItemRequest.Builder ifNotExists(MatrixItems items) {
        return UpdateItemRequest.builder()
                .tableName(items.table())
                .key(items.key("c"))
                .updateExpression(IF_NOT_EXISTS)
                .expressionAttributeValues(filling(items));
    }

    private static Map<String, AttributeValue> filling(MatrixItems items) {
        return Map.of(":b", items.newBody("c"), ":i", b((byte) 2), ":n", s("1"));
    }

    private static MatrixRequest<?, ?> updateIfNotExists(MatrixItems items) {
        return new MatrixRequest<>(Operation.UPDATE_ITEM, ifNotExists(items).build());
    }

    private static MatrixRequest<?, ?> updateIfNotExistsAllOld(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.UPDATE_ITEM,
                ifNotExists(items).returnValues(ReturnValue.ALL_OLD).build());
    }

    private static DeleteItemRequest.Builder deleteOf(MatrixItems items) {
        return DeleteItemRequest.builder().tableName(items.table()).key(items.key("a"));
    }

    private static MatrixRequest<?, ?> delete(MatrixItems items) {
        return new MatrixRequest<>(Operation.DELETE_ITEM, deleteOf(items).build());
    }

    private static MatrixRequest<?, ?> conditionalDelete(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.DELETE_ITEM,
                deleteOf(items)
                        .conditionExpression(UNCHANGED)
                        .expressionAttributeValues(Map.of(":zero", s("0")))
                        .build());
    }

    private static MatrixRequest<?, ?> batchWrite(MatrixItems items) {
        List<WriteRequest> writes = List.of(
                WriteRequest.builder()
                        .putRequest(put -> put.item(items.changed("a")))
                        .build(),
                WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(items.key("b")))
                        .build());
        return new MatrixRequest<>(
                Operation.BATCH_WRITE_ITEM,
                BatchWriteItemRequest.builder()
                        .requestItems(Map.of(items.table(), writes))
                        .build());
    }

    private static MatrixRequest<?, ?> transactWrite(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.TRANSACT_WRITE_ITEMS,
                TransactWriteItemsRequest.builder()
                        .transactItems(
                                item -> item.put(put -> put.tableName(items.table())
                                        .item(items.changed("a"))
                                        .conditionExpression(UNCHANGED)
                                        .expressionAttributeValues(Map.of(":zero", s("0")))),
                                item -> item.delete(delete ->
                                        delete.tableName(items.table()).key(items.key("b"))),
                                item -> item.update(update -> update.tableName(items.table())
                                        .key(items.key("c"))
                                        .updateExpression(IF_NOT_EXISTS)
                                        .expressionAttributeValues(filling(items))))
                        .build());
    }

    private static Map<String, Map<String, AttributeValue>> aChanged(MatrixItems items) {
        return Map.of("a", items.changed("a"));
    }

    private static Map<String, Map<String, AttributeValue>> aUpdated(MatrixItems items) {
        return Map.of("a", with(items.changed("a"), "image", b((byte) 1)));
    }

    private static Map<String, Map<String, AttributeValue>> cFilled(MatrixItems items) {
        return Map.of("c", with(items.changed("c"), "body", items.old("c").get("body")));
    }

    private static Map<String, Map<String, AttributeValue>> aChangedAndCFilled(MatrixItems items) {
        return Map.of("a", items.changed("a"), "c", cFilled(items).get("c"));
    }

    // ---- reads ----

    private static MatrixRequest<?, ?> get(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.GET_ITEM,
                GetItemRequest.builder()
                        .tableName(items.table())
                        .key(items.key("a"))
                        .build(),
                (response, all) -> response.item().equals(all.old("a")));
    }

    private static MatrixRequest<?, ?> query(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.QUERY,
                QueryRequest.builder()
                        .tableName(items.table())
                        .keyConditionExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", s(items.id("a"))))
                        .build(),
                (response, all) -> response.items().equals(List.of(all.old("a"))));
    }

    private static MatrixRequest<?, ?> scan(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.SCAN,
                ScanRequest.builder()
                        .tableName(items.table())
                        .filterExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", s(items.id("a"))))
                        .build(),
                (response, all) -> response.items().equals(List.of(all.old("a"))));
    }

    private static MatrixRequest<?, ?> batchGet(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.BATCH_GET_ITEM,
                BatchGetItemRequest.builder()
                        .requestItems(Map.of(
                                items.table(),
                                KeysAndAttributes.builder()
                                        .keys(items.key("a"), items.key("b"))
                                        .build()))
                        .build(),
                (response, all) -> response.responses().get(all.table()).size() == 2
                        && response.responses().get(all.table()).containsAll(List.of(all.old("a"), all.old("b"))));
    }

    private static MatrixRequest<?, ?> transactGet(MatrixItems items) {
        return new MatrixRequest<>(
                Operation.TRANSACT_GET_ITEMS,
                TransactGetItemsRequest.builder()
                        .transactItems(
                                item -> item.get(
                                        get -> get.tableName(items.table()).key(items.key("a"))),
                                item -> item.get(
                                        get -> get.tableName(items.table()).key(items.key("b"))))
                        .build(),
                (response, all) -> response.responses().stream()
                        .map(each -> each.item())
                        .toList()
                        .equals(List.of(all.old("a"), all.old("b"))));
    }
}
