package io.github.s3backed.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.*;

/** A model of a DynamoDB table whose key is {@code id}. Each method is one request, done as a whole. */
final class Table {

    /** How long a token is remembered (Amazon DynamoDB API Reference, "TransactWriteItems"). */
    private static final long TOKEN_LIFE = Duration.ofMinutes(10).toNanos();

    static final String NAME = "items";
    static final String KEY = "id";

    private static final Map<String, AttributeValue> NO_ITEM = Map.of();

    private final TreeMap<String, Map<String, AttributeValue>> items = new TreeMap<>();
    private final Map<String, List<Map<String, AttributeValue>>> past = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private Changes changes = (id, before, after) -> {};

    /** Who is told of each item that is written. */
    interface Changes {
        void written(String id, Map<String, AttributeValue> before, Map<String, AttributeValue> after);
    }

    private record Token(long doneAt, TransactWriteItemsRequest request) {}

    /** Another one that holds the same. */
    Table copy() {
        Table copy = new Table();
        copy.items.putAll(items);
        past.forEach((id, all) -> copy.past.put(id, new ArrayList<>(all)));
        copy.tokens.putAll(tokens);
        return copy;
    }

    void onChange(Changes listener) {
        changes = listener;
    }

    /** An item; empty if it is not there. */
    Map<String, AttributeValue> item(String id) {
        return items.getOrDefault(id, NO_ITEM);
    }

    Set<String> ids() {
        return new TreeSet<>(items.keySet());
    }

    /** Writes an item, or removes it, as somebody does who coordinates nothing, or DynamoDB by itself. */
    void writeRaw(String id, Map<String, AttributeValue> after) {
        write(id, after);
    }

    private void write(String id, Map<String, AttributeValue> after) {
        Map<String, AttributeValue> before = item(id);
        past.computeIfAbsent(id, i -> new ArrayList<>()).add(before);
        if (after.isEmpty()) {
            items.remove(id);
        } else {
            items.put(id, Map.copyOf(after));
        }
        changes.written(id, before, after);
    }

    private static String id(Map<String, AttributeValue> key) {
        return key.get(KEY).s();
    }

    // ---- single items ----

    PutItemResponse put(PutItemRequest request) {
        String id = id(request.item());
        Map<String, AttributeValue> before = item(id);
        require(
                request.conditionExpression(),
                new Expressions(request.expressionAttributeNames(), request.expressionAttributeValues()),
                before,
                request.returnValuesOnConditionCheckFailure());
        write(id, request.item());
        return PutItemResponse.builder()
                .attributes(imageOf(request.returnValues(), before))
                .build();
    }

    DeleteItemResponse delete(DeleteItemRequest request) {
        String id = id(request.key());
        Map<String, AttributeValue> before = item(id);
        require(
                request.conditionExpression(),
                new Expressions(request.expressionAttributeNames(), request.expressionAttributeValues()),
                before,
                request.returnValuesOnConditionCheckFailure());
        write(id, NO_ITEM);
        return DeleteItemResponse.builder()
                .attributes(imageOf(request.returnValues(), before))
                .build();
    }

    UpdateItemResponse update(UpdateItemRequest request) {
        String id = id(request.key());
        Map<String, AttributeValue> before = item(id);
        Expressions expressions =
                new Expressions(request.expressionAttributeNames(), request.expressionAttributeValues());
        require(request.conditionExpression(), expressions, before, request.returnValuesOnConditionCheckFailure());
        Expressions.Updated updated =
                expressions.update(request.updateExpression(), before.isEmpty() ? request.key() : before);
        write(id, updated.item());
        return UpdateItemResponse.builder()
                .attributes(imageOf(request.returnValues(), before, updated))
                .build();
    }

    private static void require(
            @Nullable String condition,
            Expressions expressions,
            Map<String, AttributeValue> item,
            @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
        if (!expressions.holds(condition, item)) {
            boolean shown = onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD && !item.isEmpty();
            throw Refusals.conditionFailed(shown ? item : null);
        }
    }

    private static @Nullable Map<String, AttributeValue> imageOf(
            @Nullable ReturnValue asked, Map<String, AttributeValue> before) {
        return asked == ReturnValue.ALL_OLD && !before.isEmpty() ? before : null;
    }

    private static @Nullable Map<String, AttributeValue> imageOf(
            @Nullable ReturnValue asked, Map<String, AttributeValue> before, Expressions.Updated updated) {
        if (asked == null || asked == ReturnValue.NONE) {
            return null;
        }
        boolean old = asked == ReturnValue.ALL_OLD || asked == ReturnValue.UPDATED_OLD;
        Map<String, AttributeValue> image = new HashMap<>(old ? before : updated.item());
        if (asked == ReturnValue.UPDATED_OLD || asked == ReturnValue.UPDATED_NEW) {
            image.keySet().retainAll(updated.attributes());
        }
        return image.isEmpty() ? null : image;
    }

    // ---- many items ----

    BatchWriteItemResponse batch(BatchWriteItemRequest request, Fate fate) {
        Map<String, List<WriteRequest>> unprocessed = new HashMap<>();
        request.requestItems().forEach((name, writes) -> {
            for (int i = 0; i < writes.size(); i++) {
                boolean left = fate == Fate.PARTLY && i == 0 || fate == Fate.PARTLY_DONE && i == writes.size() - 1;
                if (left) {
                    unprocessed.put(name, List.of(writes.get(i)));
                }
                if (!left || fate == Fate.PARTLY_DONE) {
                    write(writes.get(i));
                }
            }
        });
        return BatchWriteItemResponse.builder().unprocessedItems(unprocessed).build();
    }

    private void write(WriteRequest write) {
        if (write.putRequest() != null) {
            write(id(write.putRequest().item()), write.putRequest().item());
        } else {
            write(id(write.deleteRequest().key()), NO_ITEM);
        }
    }

    TransactWriteItemsResponse transact(TransactWriteItemsRequest request, long now) {
        Token known = tokens.get(request.clientRequestToken());
        if (known != null && now - known.doneAt() <= TOKEN_LIFE) {
            if (!known.request().transactItems().equals(request.transactItems())) {
                throw Refusals.invalid("IdempotentParameterMismatchException");
            }
            return TransactWriteItemsResponse.builder().build();
        }
        List<CancellationReason> reasons =
                request.transactItems().stream().map(this::reason).toList();
        if (reasons.stream().anyMatch(reason -> !"None".equals(reason.code()))) {
            throw Refusals.cancelled(reasons);
        }
        request.transactItems().forEach(this::write);
        tokens.put(request.clientRequestToken(), new Token(now, request));
        return TransactWriteItemsResponse.builder().build();
    }

    private CancellationReason reason(TransactWriteItem item) {
        boolean holds;
        Map<String, AttributeValue> there;
        @Nullable ReturnValuesOnConditionCheckFailure asked;
        if (item.put() != null) {
            Put put = item.put();
            there = item(id(put.item()));
            asked = put.returnValuesOnConditionCheckFailure();
            holds = new Expressions(put.expressionAttributeNames(), put.expressionAttributeValues())
                    .holds(put.conditionExpression(), there);
        } else if (item.update() != null) {
            Update update = item.update();
            there = item(id(update.key()));
            asked = update.returnValuesOnConditionCheckFailure();
            holds = new Expressions(update.expressionAttributeNames(), update.expressionAttributeValues())
                    .holds(update.conditionExpression(), there);
        } else if (item.delete() != null) {
            Delete delete = item.delete();
            there = item(id(delete.key()));
            asked = delete.returnValuesOnConditionCheckFailure();
            holds = new Expressions(delete.expressionAttributeNames(), delete.expressionAttributeValues())
                    .holds(delete.conditionExpression(), there);
        } else {
            ConditionCheck check = item.conditionCheck();
            there = item(id(check.key()));
            asked = check.returnValuesOnConditionCheckFailure();
            holds = new Expressions(check.expressionAttributeNames(), check.expressionAttributeValues())
                    .holds(check.conditionExpression(), there);
        }
        if (holds) {
            return CancellationReason.builder().code("None").build();
        }
        boolean shown = asked == ReturnValuesOnConditionCheckFailure.ALL_OLD && !there.isEmpty();
        return CancellationReason.builder()
                .code("ConditionalCheckFailed")
                .message("The conditional request failed")
                .item(shown ? there : null)
                .build();
    }

    private void write(TransactWriteItem item) {
        if (item.put() != null) {
            write(id(item.put().item()), item.put().item());
        } else if (item.update() != null) {
            Update update = item.update();
            Map<String, AttributeValue> before = item(id(update.key()));
            write(
                    id(update.key()),
                    new Expressions(update.expressionAttributeNames(), update.expressionAttributeValues())
                            .update(update.updateExpression(), before.isEmpty() ? update.key() : before)
                            .item());
        } else if (item.delete() != null) {
            write(id(item.delete().key()), NO_ITEM);
        }
    }

    // ---- reads ----

    GetItemResponse get(GetItemRequest request, boolean stale) {
        Map<String, AttributeValue> found = stale ? before(id(request.key())) : item(id(request.key()));
        return GetItemResponse.builder()
                .item(shown(request.projectionExpression(), request.expressionAttributeNames(), found))
                .build();
    }

    /** The item before it was written last. */
    private Map<String, AttributeValue> before(String id) {
        List<Map<String, AttributeValue>> all = past.getOrDefault(id, List.of());
        return all.isEmpty() ? item(id) : all.get(all.size() - 1);
    }

    private static @Nullable Map<String, AttributeValue> shown(
            @Nullable String projection, Map<String, String> names, Map<String, AttributeValue> item) {
        return item.isEmpty() ? null : new Expressions(names, Map.of()).project(projection, item);
    }

    BatchGetItemResponse batchGet(BatchGetItemRequest request, Fate fate) {
        Map<String, List<Map<String, AttributeValue>>> responses = new HashMap<>();
        Map<String, KeysAndAttributes> unprocessed = new HashMap<>();
        request.requestItems().forEach((name, asked) -> {
            List<Map<String, AttributeValue>> found = new ArrayList<>();
            for (int i = 0; i < asked.keys().size(); i++) {
                Map<String, AttributeValue> key = asked.keys().get(i);
                if (fate == Fate.PARTLY && i == 0) {
                    unprocessed.put(name, asked.toBuilder().keys(List.of(key)).build());
                } else if (!item(id(key)).isEmpty()) {
                    found.add(shown(asked.projectionExpression(), asked.expressionAttributeNames(), item(id(key))));
                }
            }
            responses.put(name, found);
        });
        return BatchGetItemResponse.builder()
                .responses(responses)
                .unprocessedKeys(unprocessed)
                .build();
    }

    TransactGetItemsResponse transactGet(TransactGetItemsRequest request) {
        return TransactGetItemsResponse.builder()
                .responses(request.transactItems().stream()
                        .map(each -> ItemResponse.builder()
                                .item(shown(
                                        each.get().projectionExpression(),
                                        each.get().expressionAttributeNames(),
                                        item(id(each.get().key()))))
                                .build())
                        .toList())
                .build();
    }

    /** Of the conditions on keys, {@code id = :id} alone is known. */
    QueryResponse query(QueryRequest request) {
        if (!"id = :id".equals(request.keyConditionExpression())) {
            throw new UnsupportedOperationException(request.keyConditionExpression());
        }
        Map<String, AttributeValue> found =
                item(request.expressionAttributeValues().get(":id").s());
        return QueryResponse.builder()
                .items(found.isEmpty() ? List.of() : List.of(found))
                .count(found.isEmpty() ? 0 : 1)
                .scannedCount(found.isEmpty() ? 0 : 1)
                .build();
    }

    /** As is, of an item of a limit and of segments; of expressions it knows none. */
    ScanResponse scan(ScanRequest request) {
        String from = request.hasExclusiveStartKey() ? id(request.exclusiveStartKey()) : "";
        int limit = request.limit() == null ? Integer.MAX_VALUE : request.limit();
        List<Map<String, AttributeValue>> page = new ArrayList<>();
        String last = null;
        for (Map.Entry<String, Map<String, AttributeValue>> entry :
                items.tailMap(from, false).entrySet()) {
            if (page.size() < limit && isIn(request, entry.getKey())) {
                page.add(entry.getValue());
                last = entry.getKey();
            }
        }
        return ScanResponse.builder()
                .items(page)
                .count(page.size())
                .scannedCount(page.size())
                .lastEvaluatedKey(last == null || page.size() < limit ? null : Map.of(KEY, AttributeValue.fromS(last)))
                .build();
    }

    private static boolean isIn(ScanRequest request, String id) {
        return request.totalSegments() == null
                || id.charAt(id.length() - 1) % request.totalSegments() == request.segment();
    }
}
