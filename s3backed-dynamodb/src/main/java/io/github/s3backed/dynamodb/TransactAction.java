package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** One action of a transaction: a put, an update, a delete or a check, on a registered table or another. */
final class TransactAction {

    private final TransactWriteItem given;
    private final @Nullable TablePlan table;
    private final Map<String, AttributeValue> key;
    private final @Nullable ItemWrite put;
    private final @Nullable AttributeUpdate update;

    private TransactAction(
            TransactWriteItem given,
            @Nullable TablePlan table,
            Map<String, AttributeValue> key,
            @Nullable ItemWrite put,
            @Nullable AttributeUpdate update) {
        this.given = given;
        this.table = table;
        this.key = key;
        this.put = put;
        this.update = update;
    }

    static TransactAction of(Function<String, @Nullable TablePlan> tables, TransactWriteItem given) {
        if (given.put() != null) {
            TablePlan table = tables.apply(given.put().tableName());
            return table == null ? foreign(given) : put(table, given, given.put());
        }
        if (given.update() != null) {
            TablePlan table = tables.apply(given.update().tableName());
            return table == null ? foreign(given) : update(table, given, given.update());
        }
        if (given.delete() != null) {
            TablePlan table = tables.apply(given.delete().tableName());
            return table == null ? foreign(given) : delete(table, given, given.delete());
        }
        if (given.conditionCheck() != null) {
            TablePlan table = tables.apply(given.conditionCheck().tableName());
            return table == null ? foreign(given) : check(table, given, given.conditionCheck());
        }
        return foreign(given);
    }

    private static TransactAction foreign(TransactWriteItem given) {
        return new TransactAction(given, null, Map.of(), null, null);
    }

    private static TransactAction put(TablePlan table, TransactWriteItem given, Put put) {
        Guard.condition(
                table, put.conditionExpression(), put.expressionAttributeNames(), put.expressionAttributeValues());
        return new TransactAction(given, table, table.keyOf(put.item()), ItemWrite.of(table, put.item()), null);
    }

    private static TransactAction update(TablePlan table, TransactWriteItem given, Update update) {
        Map<String, AttributeValue> key = table.keyOf(update.key());
        Guard.condition(
                table,
                update.conditionExpression(),
                update.expressionAttributeNames(),
                update.expressionAttributeValues());
        AttributeUpdate attributes = AttributeUpdate.of(
                table,
                key,
                update.updateExpression(),
                update.expressionAttributeNames(),
                update.expressionAttributeValues());
        return new TransactAction(given, table, key, null, attributes);
    }

    private static TransactAction delete(TablePlan table, TransactWriteItem given, Delete delete) {
        Guard.condition(
                table,
                delete.conditionExpression(),
                delete.expressionAttributeNames(),
                delete.expressionAttributeValues());
        return new TransactAction(given, table, table.keyOf(delete.key()), null, null);
    }

    /** A delete of this library's own, whose condition compares what the table holds and not what it stands for. */
    static TransactAction trustedDelete(TablePlan table, TransactWriteItem given) {
        return new TransactAction(given, table, table.keyOf(given.delete().key()), null, null);
    }

    private static TransactAction check(TablePlan table, TransactWriteItem given, ConditionCheck check) {
        Guard.condition(
                table,
                check.conditionExpression(),
                check.expressionAttributeNames(),
                check.expressionAttributeValues());
        return new TransactAction(given, table, table.keyOf(check.key()), null, null);
    }

    /** The registered table; null for one that is not. */
    @Nullable
    TablePlan table() {
        return table;
    }

    Map<String, AttributeValue> key() {
        return key;
    }

    List<EncodedValue> values() {
        if (put != null) {
            return put.values();
        }
        return update == null ? List.of() : update.values();
    }

    List<Upload> conditionalUploads() {
        return update == null ? List.of() : update.conditionalUploads();
    }

    boolean isPlain() {
        return update == null || update.isPlain();
    }

    /** The item whose references it may replace. */
    Optional<Observer.Target> target() {
        boolean replaces = put != null
                || given.delete() != null
                || update != null && !update.touched().isEmpty();
        return table != null && replaces ? Optional.of(new Observer.Target(table, key)) : Optional.empty();
    }

    /** Those of the references that its item was seen to hold which it replaces. */
    List<Held> released(Map<ItemId, List<Held>> observed) {
        return target().map(target -> observed.getOrDefault(target.id(), List.of()).stream()
                        .filter(held -> update == null
                                || update.touched().contains(held.attribute().name()))
                        .toList())
                .orElse(List.of());
    }

    /** The references that an attempt puts into its item. */
    Set<Reference> references(Attempt attempt) {
        Set<Reference> references = new HashSet<>();
        values().forEach(value -> attempt.reference(value).ifPresent(references::add));
        return references;
    }

    /** What an attempt sends. */
    TransactWriteItem sent(Attempt attempt) {
        if (put != null) {
            return given.toBuilder()
                    .put(given.put().toBuilder().item(put.with(attempt)).build())
                    .build();
        }
        if (update == null || update.touched().isEmpty()) {
            return given;
        }
        Update old = given.update();
        UpdateExpression.Rewritten rewritten =
                update.rewrite(attempt, old.expressionAttributeValues(), old.conditionExpression());
        return given.toBuilder()
                .update(old.toBuilder()
                        .updateExpression(rewritten.expression())
                        .expressionAttributeValues(rewritten.values().isEmpty() ? null : rewritten.values())
                        .build())
                .build();
    }
}
