package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * BatchWriteItem. What it replaces is read before. An item that comes back as unprocessed may have been written all the same,
 * since DynamoDB names internal failures among the causes: for it, nothing is removed.
 */
final class BatchWriteItemWrite implements Write<BatchWriteItemResponse> {

    private final Context context;
    private final Function<String, @Nullable TablePlan> tables;
    private final BatchWriteItemRequest request;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, TablePlan> registered = new LinkedHashMap<>();
    private volatile Map<ItemId, List<Held>> before = Map.of();

    BatchWriteItemWrite(Context context, Function<String, @Nullable TablePlan> tables, BatchWriteItemRequest request) {
        this.context = context;
        this.tables = tables;
        this.request = request;
        request.requestItems().forEach((name, writes) -> {
            TablePlan table = tables.apply(name);
            if (table != null) {
                registered.put(table.name(), table);
                writes.forEach(write -> entries.add(Entry.of(name, table, write)));
            }
        });
    }

    @Override
    public String operation() {
        return Operation.BATCH_WRITE_ITEM.name();
    }

    @Override
    public String table() {
        return String.join(", ", registered.keySet());
    }

    @Override
    public List<EncodedValue> values() {
        return entries.stream().flatMap(entry -> entry.values().stream()).toList();
    }

    @Override
    public Set<String> rejections() {
        return Verdict.REJECTIONS_OF_BATCHES;
    }

    @Override
    public CompletionStage<Duration> enterStores() {
        return context.enterStores(uploads(), registered);
    }

    @Override
    public CompletionStage<List<Held>> observe() {
        Observer observer = new Observer(context);
        return observer.releasable(registered.values())
                .thenCompose(may -> observer.references(entries.stream()
                        .filter(entry -> may.contains(entry.table()))
                        .map(entry -> new Observer.Target(entry.table(), entry.key()))
                        .toList()))
                .thenApply(found -> {
                    before = found;
                    return List.of(); // Kept by item, since not every item need have been written.
                });
    }

    @Override
    public CompletionStage<BatchWriteItemResponse> send(Attempt attempt) {
        Map<String, List<WriteRequest>> sent = new HashMap<>(request.requestItems());
        sent.replaceAll((name, writes) -> {
            TablePlan table = tables.apply(name);
            return table == null
                    ? writes
                    : entries.stream()
                            .filter(entry -> entry.name().equals(name))
                            .map(entry -> entry.sent(attempt))
                            .toList();
        });
        return context.calls()
                .call(
                        Operation.BATCH_WRITE_ITEM,
                        request.toBuilder()
                                .requestItems(sent)
                                .overrideConfiguration(context.once(request))
                                .build());
    }

    @Override
    public Effect effect(BatchWriteItemResponse response, Attempt attempt, List<Held> observed) {
        Set<Entry> unprocessed = new HashSet<>();
        response.unprocessedItems().forEach((name, writes) -> unprocessed.addAll(unprocessed(name, writes)));
        List<Held> released = new ArrayList<>();
        Map<ItemId, Set<Reference>> held = new HashMap<>();
        Set<Reference> unknown = new HashSet<>();
        for (Entry entry : entries) {
            Set<Reference> own = new HashSet<>();
            entry.values().forEach(value -> attempt.reference(value).ifPresent(own::add));
            if (unprocessed.contains(entry)) {
                unknown.addAll(own);
            } else {
                released.addAll(before.getOrDefault(entry.id(), List.of()));
                held.put(entry.id(), own);
            }
        }
        return new Effect(released, held, unknown);
    }

    private Set<Entry> unprocessed(String name, List<WriteRequest> writes) {
        TablePlan table = tables.apply(name);
        Set<Entry> found = new HashSet<>();
        if (table == null) {
            return found;
        }
        for (WriteRequest write : writes) {
            ItemId id = table.idOf(Entry.keyOf(table, write));
            entries.stream().filter(entry -> entry.id().equals(id)).forEach(found::add);
        }
        if (found.size() < writes.size()) {
            // Which ones they are cannot be told: of this table, none is taken for written.
            entries.stream().filter(entry -> entry.name().equals(name)).forEach(found::add);
        }
        return found;
    }

    @Override
    public CompletionStage<BatchWriteItemResponse> present(BatchWriteItemResponse response, Attempt attempt) {
        if (!response.hasUnprocessedItems()) {
            return CompletableFuture.completedFuture(response);
        }
        Map<String, List<WriteRequest>> items = new HashMap<>(response.unprocessedItems());
        items.replaceAll((name, writes) -> tables.apply(name) == null ? writes : asGiven(name, writes));
        return CompletableFuture.completedFuture(
                response.toBuilder().unprocessedItems(items).build());
    }

    private List<WriteRequest> asGiven(String name, List<WriteRequest> writes) {
        return unprocessed(name, writes).stream().map(Entry::given).toList();
    }

    @Override
    public CompletionStage<? extends Throwable> present(Throwable failure, Attempt attempt) {
        return CompletableFuture.completedFuture(failure);
    }

    /** One put or delete. Equal to itself alone. */
    private static final class Entry {

        private final String name;
        private final TablePlan table;
        private final WriteRequest given;
        private final Map<String, AttributeValue> key;
        private final @Nullable ItemWrite item;

        private Entry(String name, TablePlan table, WriteRequest given, @Nullable ItemWrite item) {
            this.name = name;
            this.table = table;
            this.given = given;
            this.key = keyOf(table, given);
            this.item = item;
        }

        static Entry of(String name, TablePlan table, WriteRequest given) {
            return new Entry(
                    name,
                    table,
                    given,
                    given.putRequest() == null
                            ? null
                            : ItemWrite.of(table, given.putRequest().item()));
        }

        static Map<String, AttributeValue> keyOf(TablePlan table, WriteRequest write) {
            return table.keyOf(
                    write.putRequest() == null
                            ? write.deleteRequest().key()
                            : write.putRequest().item());
        }

        /** The table, as the request names it. */
        String name() {
            return name;
        }

        TablePlan table() {
            return table;
        }

        WriteRequest given() {
            return given;
        }

        Map<String, AttributeValue> key() {
            return key;
        }

        ItemId id() {
            return table.idOf(key);
        }

        List<EncodedValue> values() {
            return item == null ? List.of() : item.values();
        }

        WriteRequest sent(Attempt attempt) {
            return item == null
                    ? given
                    : WriteRequest.builder()
                            .putRequest(put -> put.item(item.with(attempt)))
                            .build();
        }
    }
}
