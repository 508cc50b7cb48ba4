package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What an update expression does to S3-backed attributes, their payloads encoded. Nothing is stored. */
final class AttributeUpdate {

    private final UpdateExpression expression;
    private final Map<UpdateExpression.Store, EncodedValue> stores = new LinkedHashMap<>();
    private final Map<String, AttributeValue> given = new HashMap<>();

    private AttributeUpdate(UpdateExpression expression) {
        this.expression = expression;
    }

    static AttributeUpdate of(
            TablePlan table,
            Map<String, AttributeValue> key,
            @Nullable String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        AttributeUpdate update = new AttributeUpdate(UpdateExpression.parse(
                expression == null ? "" : expression, names, values, table.offloaded(), table.name()));
        for (UpdateExpression.Store store : update.expression.stores()) {
            AttributeValue value = values.get(store.valuePlaceholder());
            if (value == null) {
                throw new RefusedRequestException(
                        "The update of table '" + table.name() + "' sets the attribute '" + store.attribute() + "' to "
                                + store.valuePlaceholder()
                                + ", which ExpressionAttributeValues does not hold. Nothing was"
                                + " sent or stored.",
                        null);
            }
            update.given.put(store.attribute(), value);
            update.stores.put(store, EncodedValue.of(table, key, store.attribute(), value));
        }
        return update;
    }

    /** An update that sets one S3-backed attribute, to a value that does not come from the request. */
    static AttributeUpdate of(TablePlan table, UpdateItemRequest request, EncodedValue value) {
        AttributeUpdate update = new AttributeUpdate(UpdateExpression.parse(
                request.updateExpression(),
                request.expressionAttributeNames(),
                request.expressionAttributeValues(),
                table.offloaded(),
                table.name()));
        for (UpdateExpression.Store store : update.expression.stores()) {
            update.given.put(store.attribute(), AttributeValue.fromNul(true));
            update.stores.put(store, value);
        }
        return update;
    }

    /** The S3-backed attributes that it sets or removes. */
    Set<String> touched() {
        return expression.touched();
    }

    /** Whether what it leaves behind follows from the expression alone, because no {@code if_not_exists} decides. */
    boolean isPlain() {
        return expression.plain();
    }

    List<EncodedValue> values() {
        return List.copyOf(stores.values());
    }

    /** The uploads that the item may not take. */
    List<Upload> conditionalUploads() {
        List<Upload> uploads = new ArrayList<>();
        stores.forEach((store, encoded) -> {
            if (store.conditional() && encoded.upload() != null) {
                uploads.add(encoded.upload());
            }
        });
        return uploads;
    }

    /** The expression and its values as an attempt sends them. */
    UpdateExpression.Rewritten rewrite(
            Attempt attempt, Map<String, AttributeValue> values, @Nullable String condition) {
        Map<UpdateExpression.Store, AttributeValue> replacements = new LinkedHashMap<>();
        stores.forEach((store, encoded) -> replacements.put(store, encoded.sent(attempt)));
        return expression.rewrite(replacements, values, condition);
    }

    /** Payloads that an image of the item need not fetch, by their references. */
    Map<String, AttributeValue> known(Attempt attempt) {
        Map<String, AttributeValue> known = new HashMap<>();
        stores.values().forEach(encoded -> {
            Upload upload = encoded.upload();
            if (upload != null) {
                upload.attribute()
                        .shown(given.get(encoded.attribute()))
                        .ifPresent(
                                shown -> known.put(attempt.places().get(upload).toString(), shown));
            }
        });
        return known;
    }
}
