package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Looks which references items hold, by consistent reads of their S3-backed attributes alone. */
final class Observer {

    /** Amazon DynamoDB API Reference, "BatchGetItem". */
    private static final int MAX_KEYS = 100;

    private final DynamoDbCalls calls;
    private final TableDirectory directory;

    Observer(Context context) {
        this(context.calls(), context.directory());
    }

    Observer(DynamoDbCalls calls, TableDirectory directory) {
        this.calls = calls;
        this.directory = directory;
    }

    /** Whether what a write replaces in a table may be removed at once. */
    CompletionStage<Boolean> mayRelease(TablePlan table) {
        return table.removesObjects()
                ? directory.facts(table, calls).thenApply(facts -> !facts.replicated())
                : CompletableFuture.completedFuture(false);
    }

    /** Those of the tables of which that is so. */
    CompletionStage<Set<TablePlan>> releasable(Collection<TablePlan> tables) {
        CompletionStage<Set<TablePlan>> found = CompletableFuture.completedFuture(new HashSet<>());
        for (TablePlan table : tables) {
            found = found.thenCombine(mayRelease(table), (all, may) -> {
                if (may) {
                    all.add(table);
                }
                return all;
            });
        }
        return found;
    }

    /** The references of one item. */
    CompletionStage<List<Held>> references(
            TablePlan table, Map<String, AttributeValue> key, Collection<String> attributes) {
        Map<String, String> names = names(attributes);
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table.name())
                .key(key)
                .consistentRead(true)
                .projectionExpression(String.join(", ", names.keySet()))
                .expressionAttributeNames(names)
                .build();
        return calls.call(Operation.GET_ITEM, request).thenApply(response -> table.references(response.item(), key));
    }

    private static Map<String, String> names(Collection<String> attributes) {
        Map<String, String> names = new LinkedHashMap<>();
        attributes.forEach(name -> names.put("#a" + names.size(), name));
        return names;
    }

    /**
     * The references of many items: none of one that is not there; an item that DynamoDB did not get to is left out, for
     * nothing is known of it.
     */
    CompletionStage<Map<ItemId, List<Held>>> references(Collection<Target> targets) {
        Map<ItemId, Target> distinct = new LinkedHashMap<>();
        targets.forEach(target -> distinct.put(target.id(), target));
        List<Target> all = new ArrayList<>(distinct.values());
        CompletionStage<Map<ItemId, List<Held>>> found = CompletableFuture.completedFuture(new HashMap<>());
        for (int from = 0; from < all.size(); from += MAX_KEYS) {
            List<Target> some = all.subList(from, Math.min(all.size(), from + MAX_KEYS));
            found = found.thenCombine(read(some), (sum, more) -> {
                sum.putAll(more);
                return sum;
            });
        }
        return found;
    }

    private CompletionStage<Map<ItemId, List<Held>>> read(List<Target> targets) {
        Map<String, TablePlan> tables = new HashMap<>();
        Map<String, List<Map<String, AttributeValue>>> keys = new HashMap<>();
        for (Target target : targets) {
            tables.put(target.table().name(), target.table());
            keys.computeIfAbsent(target.table().name(), t -> new ArrayList<>()).add(target.key());
        }
        Map<String, KeysAndAttributes> request = new HashMap<>();
        keys.forEach((table, of) -> request.put(table, projection(tables.get(table), of)));
        return calls.call(
                        Operation.BATCH_GET_ITEM,
                        BatchGetItemRequest.builder().requestItems(request).build())
                .thenApply(response -> references(response, targets, tables));
    }

    private static KeysAndAttributes projection(TablePlan table, List<Map<String, AttributeValue>> keys) {
        List<String> attributes = new ArrayList<>(table.keyAttributes());
        attributes.addAll(table.offloaded());
        Map<String, String> names = names(attributes);
        return KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(true)
                .projectionExpression(String.join(", ", names.keySet()))
                .expressionAttributeNames(names)
                .build();
    }

    private static Map<ItemId, List<Held>> references(
            BatchGetItemResponse response, List<Target> targets, Map<String, TablePlan> tables) {
        Map<ItemId, List<Held>> found = new HashMap<>();
        targets.forEach(target -> found.put(target.id(), List.of()));
        response.responses().forEach((name, items) -> {
            TablePlan table = tables.get(name);
            items.forEach(item -> {
                Map<String, AttributeValue> key = table.keyOf(item);
                found.put(table.idOf(key), table.references(item, key));
            });
        });
        response.unprocessedKeys().forEach((name, left) -> {
            TablePlan table = tables.get(name);
            left.keys().forEach(key -> found.remove(table.idOf(key)));
        });
        return found;
    }

    /** References alone, by item. */
    static Map<ItemId, Set<Reference>> byItem(Map<ItemId, List<Held>> held) {
        Map<ItemId, Set<Reference>> references = new HashMap<>();
        held.forEach((item, all) -> references.put(item, referencesOf(all)));
        return references;
    }

    /** References alone. */
    static Set<Reference> referencesOf(List<Held> held) {
        Set<Reference> references = new HashSet<>();
        held.forEach(each -> references.add(each.reference()));
        return references;
    }

    /** An item to look at. */
    record Target(TablePlan table, Map<String, AttributeValue> key) {

        ItemId id() {
            return table.idOf(key);
        }
    }
}
