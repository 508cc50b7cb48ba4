package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;

/** Requests that read items of registered tables, and their answers with the payloads in their places. */
final class Reads {

    /** How often a transaction is run again because an object was replaced while it was fetched. */
    private static final int TRANSACTIONS = 5;

    private final Context context;
    private final Function<String, @Nullable TablePlan> tables;

    Reads(Context context, Function<String, @Nullable TablePlan> tables) {
        this.context = context;
        this.tables = tables;
    }

    // ---- GetItem ----

    CompletionStage<GetItemResponse> getItem(TablePlan table, GetItemRequest request) {
        Guard.refuseLegacy(table, "AttributesToGet", request.hasAttributesToGet());
        ProjectedRead read =
                ProjectedRead.of(table, request.projectionExpression(), request.expressionAttributeNames());
        Map<String, AttributeValue> key = table.keyOf(request.key());
        return context.calls()
                .call(Operation.GET_ITEM, request)
                .thenCompose(response -> response.hasItem()
                        ? context.reader()
                                .readCurrent(table, response.item(), key, () -> read.again(context.calls(), key))
                                .thenApply(item -> response.toBuilder()
                                        .item(item.map(read::strip).orElse(null))
                                        .build())
                        : CompletableFuture.completedFuture(response));
    }

    // ---- Query and Scan ----

    CompletionStage<QueryResponse> query(TablePlan table, QueryRequest request) {
        Guard.refuseLegacy(table, "AttributesToGet", request.hasAttributesToGet());
        Guard.refuseLegacy(table, "QueryFilter", request.hasQueryFilter());
        Guard.refuseLegacy(table, "KeyConditions", request.hasKeyConditions());
        Guard.filter(
                table,
                "FilterExpression",
                request.filterExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        Guard.filter(
                table,
                "KeyConditionExpression",
                request.keyConditionExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        ProjectedRead read =
                ProjectedRead.of(table, request.projectionExpression(), request.expressionAttributeNames());
        QueryRequest sent = read.changes()
                ? request.toBuilder()
                        .projectionExpression(read.expression())
                        .expressionAttributeNames(read.names())
                        .build()
                : request;
        boolean index = request.indexName() != null;
        return context.calls()
                .call(Operation.QUERY, sent)
                .thenCompose(response -> page(
                        read,
                        index,
                        response.items(),
                        items -> response.toBuilder().items(items).build()));
    }

    CompletionStage<ScanResponse> scan(TablePlan table, ScanRequest request) {
        Guard.refuseLegacy(table, "AttributesToGet", request.hasAttributesToGet());
        Guard.refuseLegacy(table, "ScanFilter", request.hasScanFilter());
        Guard.filter(
                table,
                "FilterExpression",
                request.filterExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues());
        ProjectedRead read =
                ProjectedRead.of(table, request.projectionExpression(), request.expressionAttributeNames());
        ScanRequest sent = read.changes()
                ? request.toBuilder()
                        .projectionExpression(read.expression())
                        .expressionAttributeNames(read.names())
                        .build()
                : request;
        boolean index = request.indexName() != null;
        return context.calls()
                .call(Operation.SCAN, sent)
                .thenCompose(response -> page(
                        read,
                        index,
                        response.items(),
                        items -> response.toBuilder().items(items).build()));
    }

    private <R extends DynamoDbResponse> CompletionStage<R> page(
            ProjectedRead read,
            boolean index,
            List<Map<String, AttributeValue>> items,
            Function<List<Map<String, AttributeValue>>, R> rebuilt) {
        ReadItems all = new ReadItems();
        items.forEach(item -> all.add(readItem(read, index, item)));
        return all.whenAllEnded().thenCompose(done -> all.outcome(rebuilt.apply(all.items())));
    }

    private ReadItems.Reading readItem(ProjectedRead read, boolean index, Map<String, AttributeValue> item) {
        TablePlan table = read.table();
        if (!read.touches() || table.offloaded().stream().noneMatch(item::containsKey)) {
            return ReadItems.Reading.of(
                    table, Map.of(), CompletableFuture.completedFuture(Optional.of(read.strip(item))));
        }
        Map<String, AttributeValue> key = table.keyOf(item);
        return ReadItems.Reading.of(
                table,
                key,
                context.reader()
                        .readCurrent(
                                table,
                                item,
                                key,
                                () -> index
                                        ? read.again(context.calls(), key, item.keySet())
                                        : read.again(context.calls(), key))
                        .thenApply(found -> found.map(read::strip)));
    }

    // ---- BatchGetItem ----

    CompletionStage<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        Map<String, ProjectedRead> reads = new HashMap<>();
        Map<String, KeysAndAttributes> sent = new HashMap<>(request.requestItems());
        sent.replaceAll((name, asked) -> {
            TablePlan table = tables.apply(name);
            if (table == null) {
                return asked;
            }
            Guard.refuseLegacy(table, "AttributesToGet", asked.hasAttributesToGet());
            ProjectedRead read =
                    ProjectedRead.of(table, asked.projectionExpression(), asked.expressionAttributeNames());
            reads.put(name, read);
            return read.changes()
                    ? asked.toBuilder()
                            .projectionExpression(read.expression())
                            .expressionAttributeNames(read.names())
                            .build()
                    : asked;
        });
        BatchGetItemRequest changed = request.toBuilder().requestItems(sent).build();
        return context.calls()
                .call(Operation.BATCH_GET_ITEM, changed)
                .thenCompose(response -> batch(request, response, reads));
    }

    private CompletionStage<BatchGetItemResponse> batch(
            BatchGetItemRequest request, BatchGetItemResponse response, Map<String, ProjectedRead> reads) {
        Map<String, ReadItems> byTable = new HashMap<>();
        ReadItems all = new ReadItems();
        response.responses().forEach((name, items) -> {
            ProjectedRead read = reads.get(name);
            if (read != null) {
                ReadItems ofTable = byTable.computeIfAbsent(name, n -> new ReadItems());
                items.forEach(item -> {
                    ReadItems.Reading reading = readItem(read, false, item);
                    ofTable.add(reading);
                    all.add(reading);
                });
            }
        });
        return all.whenAllEnded().thenCompose(done -> {
            Map<String, List<Map<String, AttributeValue>>> read = new HashMap<>(response.responses());
            byTable.forEach((name, items) -> read.put(name, items.items()));
            return all.outcome(response.toBuilder()
                    .responses(read)
                    .unprocessedKeys(asAsked(request, response))
                    .build());
        });
    }

    /** What was not read, as the caller asked for it. */
    private static Map<String, KeysAndAttributes> asAsked(BatchGetItemRequest request, BatchGetItemResponse response) {
        Map<String, KeysAndAttributes> unprocessed = new HashMap<>(response.unprocessedKeys());
        unprocessed.replaceAll((name, left) -> {
            KeysAndAttributes asked = request.requestItems().get(name);
            return asked == null ? left : asked.toBuilder().keys(left.keys()).build();
        });
        return unprocessed;
    }

    // ---- TransactGetItems ----

    CompletionStage<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
        request.transactItems().forEach(item -> {
            TablePlan table = tables.apply(item.get().tableName());
            if (table != null) {
                ProjectedRead.of(
                        table, item.get().projectionExpression(), item.get().expressionAttributeNames());
            }
        });
        return transactGetItems(request, TRANSACTIONS);
    }

    private CompletionStage<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request, int left) {
        return context.calls().call(Operation.TRANSACT_GET_ITEMS, request).thenCompose(response -> {
            ReadItems all = new ReadItems();
            List<Boolean> present = new ArrayList<>();
            for (int i = 0; i < response.responses().size(); i++) {
                ItemResponse item = response.responses().get(i);
                present.add(item.hasItem());
                all.add(readItem(request.transactItems().get(i).get(), item.item()));
            }
            return all.whenAllEnded()
                    .thenCompose(done -> all.isStale()
                            ? again(request, left)
                            : all.outcome(response.toBuilder()
                                    .responses(asResponses(all.places(), present))
                                    .build()));
        });
    }

    /** Items of two moments are none of a transaction: it is run again as a whole. */
    private CompletionStage<TransactGetItemsResponse> again(TransactGetItemsRequest request, int left) {
        return left > 1
                ? transactGetItems(request, left - 1)
                : CompletableFuture.failedFuture(new ContendedReadException(
                        "Items of TransactGetItems were replaced " + TRANSACTIONS
                                + " times while their objects were fetched. Nothing is wrong with them; read them again.",
                        null));
    }

    private ReadItems.Reading readItem(Get get, Map<String, AttributeValue> item) {
        TablePlan table = tables.apply(get.tableName());
        if (table == null || item.isEmpty()) {
            return ReadItems.Reading.of(table, Map.of(), CompletableFuture.completedFuture(Optional.of(item)));
        }
        Map<String, AttributeValue> key = table.keyOf(get.key());
        ProjectedRead read = ProjectedRead.of(table, get.projectionExpression(), get.expressionAttributeNames());
        ReadItems.Staleness stale = new ReadItems.Staleness();
        return ReadItems.Reading.of(
                        table,
                        key,
                        context.reader()
                                .readCurrent(table, item, key, () -> stale.noted(read.again(context.calls(), key)))
                                .thenApply(found -> found.map(read::strip)))
                .with(stale);
    }

    private static List<ItemResponse> asResponses(List<Map<String, AttributeValue>> items, List<Boolean> present) {
        List<ItemResponse> responses = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ItemResponse.Builder response = ItemResponse.builder();
            responses.add(present.get(i) ? response.item(items.get(i)).build() : response.build());
        }
        return responses;
    }
}
