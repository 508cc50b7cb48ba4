package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Copies or moves one item: reads it consistently, hands on its payloads unread, and writes as any other write does. */
final class ItemTransfer {

    /** How often the item may change meanwhile. */
    private static final int TRIES = 5;

    /** A comparison each, and an AND between them: 300 operators at most (Amazon DynamoDB Developer Guide, "Quotas"). */
    private static final int MAX_COMPARED = 150;

    private final Context context;
    private final Scope scope;
    private final TablePlan source;
    private final TablePlan target;
    private final ItemCopy copy;
    private final boolean removesSource;

    /** @param scope cancels what is under way */
    ItemTransfer(
            Context context, Scope scope, TablePlan source, TablePlan target, ItemCopy copy, boolean removesSource) {
        this.context = context;
        this.scope = scope;
        this.source = source;
        this.target = target;
        this.copy = copy;
        this.removesSource = removesSource;
    }

    /** Ends with whether there was an item. */
    CompletionStage<Boolean> run() {
        source.offloaded().forEach(this::requireSameAttribute);
        return run(TRIES);
    }

    private void requireSameAttribute(String name) {
        if (!target.offloaded().contains(name)) {
            throw new RefusedRequestException(
                    "An item of table '" + source.name() + "' cannot go to table '" + target.name()
                            + "', where the attribute '" + name
                            + "' is not registered as S3-backed: its reference would be stored as"
                            + " if it were the value. Nothing was sent or stored; register it.",
                    null);
        }
        String written = source.attribute(name).attribute().serializer().id();
        String read = target.attribute(name).attribute().serializer().id();
        if (!written.equals(read)) {
            throw new RefusedRequestException(
                    "An item of table '" + source.name() + "' cannot go to table '" + target.name()
                            + "', which reads the"
                            + " attribute '" + name + "' by the serializer '" + read + "', and it was written by '"
                            + written
                            + "'. Nothing was sent or stored.",
                    null);
        }
    }

    private CompletionStage<Boolean> run(int left) {
        return context.calls()
                .call(
                        Operation.GET_ITEM,
                        GetItemRequest.builder()
                                .tableName(source.name())
                                .key(copy.fromKey())
                                .consistentRead(true)
                                .build())
                .thenCompose(response ->
                        response.hasItem() ? write(response.item(), left) : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Boolean> write(Map<String, AttributeValue> item, int left) {
        Map<String, AttributeValue> unread = context.reader().readLater(source, item, source.keyOf(item));
        return Stages.then(
                removesSource ? move(item, unread) : put(unread),
                (done, failure) -> failure == null ? CompletableFuture.completedFuture(true) : again(failure, left));
    }

    private CompletionStage<Boolean> again(Throwable failure, int left) {
        return left > 1 && hasChanged(failure) && !isInDoubt(failure)
                ? run(left - 1)
                : CompletableFuture.failedFuture(failure);
    }

    private static boolean hasChanged(Throwable failure) {
        return failure instanceof OutdatedPayloadException
                || failure instanceof BlobNotFoundException
                || failure instanceof BlobChangedException
                || failure instanceof TransactionCanceledException cancelled
                        && cancelled.cancellationReasons().size() == 2
                        && isRefused(cancelled.cancellationReasons().get(1));
    }

    /** Whether it may yet be done: whatever becomes of another try must not hide that. */
    private static boolean isInDoubt(Throwable failure) {
        return Stream.of(failure.getSuppressed()).anyMatch(OutcomeUnknownException.class::isInstance);
    }

    private static boolean isRefused(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    private Map<String, AttributeValue> target(Map<String, AttributeValue> unread) {
        Map<String, AttributeValue> item = new HashMap<>(unread);
        item.putAll(copy.toKey());
        return item;
    }

    private CompletionStage<Boolean> put(Map<String, AttributeValue> unread) {
        PutItemRequest.Builder put =
                PutItemRequest.builder().tableName(target.name()).item(target(unread));
        if (!copy.replaceExisting()) {
            put.conditionExpression("attribute_not_exists(#key)")
                    .expressionAttributeNames(
                            Map.of("#key", target.keyAttributes().get(0)));
        }
        return run(new PutItemWrite(context, target, put.build()));
    }

    private CompletionStage<Boolean> move(Map<String, AttributeValue> item, Map<String, AttributeValue> unread) {
        Put.Builder put = Put.builder().tableName(target.name()).item(target(unread));
        if (!copy.replaceExisting()) {
            put.conditionExpression("attribute_not_exists(#key)")
                    .expressionAttributeNames(
                            Map.of("#key", target.keyAttributes().get(0)));
        }
        TransactAction arrival = TransactAction.of(
                name -> name.equals(target.name()) ? target : null,
                TransactWriteItem.builder().put(put.build()).build());
        TransactAction departure = TransactAction.trustedDelete(
                source, TransactWriteItem.builder().delete(unchanged(item)).build());
        return run(new TransactWriteItemsWrite(
                context, TransactWriteItemsRequest.builder().build(), List.of(arrival, departure)));
    }

    private <R> CompletionStage<Boolean> run(Write<R> write) {
        return scope.<R>begin(() -> context.run(write)).thenApply(done -> true);
    }

    /** A delete of the source on the condition that it is what was read. */
    private Delete unchanged(Map<String, AttributeValue> item) {
        if (item.size() > MAX_COMPARED) {
            throw new RefusedRequestException(
                    "An item of table '" + source.name() + "' has " + item.size()
                            + " attributes, and one that is moved may have "
                            + MAX_COMPARED
                            + ", since all of them are compared. Nothing was sent or stored; copy it, and"
                            + " delete it on a condition of your own.",
                    null);
        }
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        item.forEach((name, value) -> {
            names.put("#a" + names.size(), name);
            values.put(":v" + values.size(), value);
        });
        String expression = names.keySet().stream()
                .map(name -> name + " = :v" + name.substring(2))
                .sorted()
                .collect(Collectors.joining(" AND "));
        return Delete.builder()
                .tableName(source.name())
                .key(copy.fromKey())
                .conditionExpression(expression)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }
}
