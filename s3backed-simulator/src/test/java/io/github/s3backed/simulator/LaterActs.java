package io.github.s3backed.simulator;

import static io.github.s3backed.simulator.Act.s;

import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.dynamodb.PayloadHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Acts that begin with a read of an item, and leave its payloads where they are. Where there is no body they write one. */
final class LaterActs {

    private LaterActs() {}

    static CompletableFuture<?> put(Clients clients, Subject what) {
        return put(clients, what, what.key());
    }

    static CompletableFuture<?> putOfOther(Clients clients, Subject what) {
        return put(clients, what, what.otherKey());
    }

    private static CompletableFuture<?> put(Clients clients, Subject what, Map<String, AttributeValue> from) {
        return then(
                read(clients, from),
                seen -> clients.later().putItem(put -> put.tableName(Table.NAME).item(unread(what, seen, what.id()))));
    }

    static CompletableFuture<?> update(Clients clients, Subject what) {
        return then(
                read(clients, what.key()),
                seen -> clients.later()
                        .updateItem(update -> update.tableName(Table.NAME)
                                .key(what.key())
                                .updateExpression("SET body = :body, n = :n")
                                .expressionAttributeValues(Map.of(
                                        ":n", s(what.n()), ":body", seen.item().getOrDefault("body", fresh(what))))));
    }

    static CompletableFuture<?> transact(Clients clients, Subject what) {
        return then(
                read(clients, what.key()),
                seen -> clients.later()
                        .transactWriteItems(transaction -> transaction.transactItems(
                                put(unread(what, seen, what.id())), put(unread(what, seen, what.other())))));
    }

    private static TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(Table.NAME).item(item).build())
                .build();
    }

    private static CompletableFuture<GetItemResponse> read(Clients clients, Map<String, AttributeValue> key) {
        return clients.later().getItem(get -> get.tableName(Table.NAME).key(key).consistentRead(true));
    }

    private static Map<String, AttributeValue> unread(Subject what, GetItemResponse seen, String id) {
        Map<String, AttributeValue> item = new HashMap<>(seen.item());
        item.computeIfAbsent("body", body -> fresh(what));
        item.put(Table.KEY, s(id));
        item.put("n", s(what.n()));
        return item;
    }

    private static AttributeValue fresh(Subject what) {
        return PayloadHandle.of(LazyPayload.of(what.body()), () -> s(what.body()));
    }

    /** Reads an item, and fetches its payloads one after the other once it is there. */
    static CompletableFuture<?> get(Clients clients, Subject what) {
        return then(read(clients, what.key()), seen -> fetch(seen, List.of("body", "note")));
    }

    private static CompletableFuture<GetItemResponse> fetch(GetItemResponse seen, List<String> attributes) {
        if (attributes.isEmpty()) {
            return CompletableFuture.completedFuture(seen);
        }
        String attribute = attributes.get(0);
        List<String> others = attributes.subList(1, attributes.size());
        AttributeValue held = seen.item().get(attribute);
        return held == null
                ? fetch(seen, others)
                : then(value(held), value -> fetch(with(seen, attribute, value), others));
    }

    private static CompletableFuture<Object> value(AttributeValue held) {
        LazyPayload<?> payload =
                (LazyPayload<?>) PayloadHandle.in(held).orElseThrow().value();
        if (payload == null) {
            throw new IllegalStateException("There is no payload in " + held);
        }
        return payload.getAsync().<Object>thenApply(value -> value).toCompletableFuture();
    }

    private static GetItemResponse with(GetItemResponse seen, String attribute, Object value) {
        Map<String, AttributeValue> item = new HashMap<>(seen.item());
        item.put(attribute, s((String) value));
        return seen.toBuilder().item(item).build();
    }

    /** One after the other. Whoever cancels it cancels the one that is under way. */
    private static <R, S> CompletableFuture<S> then(
            CompletableFuture<R> first, Function<R, CompletableFuture<S>> next) {
        AtomicReference<CompletableFuture<?>> underWay = new AtomicReference<>(first);
        CompletableFuture<S> all = new CompletableFuture<>();
        first.whenComplete((answer, failure) -> {
            if (failure == null && !all.isDone()) {
                CompletableFuture<S> second = begun(next, answer);
                underWay.set(second);
                second.whenComplete((value, later) -> end(all, value, later));
            } else {
                end(all, null, failure);
            }
        });
        all.whenComplete((value, failure) -> {
            if (all.isCancelled()) {
                underWay.get().cancel(true);
            }
        });
        return all;
    }

    private static <R, S> CompletableFuture<S> begun(Function<R, CompletableFuture<S>> next, R answer) {
        try {
            return next.apply(answer);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <S> void end(CompletableFuture<S> all, @Nullable S value, @Nullable Throwable failure) {
        if (failure == null) {
            all.complete(value);
        } else {
            all.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }
}
