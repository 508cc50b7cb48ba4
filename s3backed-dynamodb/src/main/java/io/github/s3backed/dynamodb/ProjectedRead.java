package io.github.s3backed.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** What a read asks of a table's items: its projection, with the key attributes that are needed to follow references. */
final class ProjectedRead {

    private final TablePlan table;
    private final @Nullable String asked;
    private final Projection projection;

    private ProjectedRead(TablePlan table, @Nullable String asked, Projection projection) {
        this.table = table;
        this.asked = asked;
        this.projection = projection;
    }

    /**
     * Reads a projection.
     *
     * @throws RefusedRequestException if it asks for a part of an S3-backed attribute
     */
    static ProjectedRead of(TablePlan table, @Nullable String expression, Map<String, String> names) {
        return new ProjectedRead(
                table,
                expression,
                Projection.of(expression, names, table.offloaded(), table.keyAttributes(), table.name()));
    }

    TablePlan table() {
        return table;
    }

    /** Whether the request must be changed. */
    boolean changes() {
        return asked != null && !asked.equals(projection.expression());
    }

    @Nullable
    String expression() {
        return projection.expression();
    }

    Map<String, String> names() {
        return projection.names();
    }

    boolean touches() {
        return projection.touches();
    }

    Map<String, AttributeValue> strip(Map<String, AttributeValue> item) {
        return projection.strip(item);
    }

    /** Reads an item once more, consistently; empty if it is gone. */
    CompletionStage<Map<String, AttributeValue>> again(DynamoDbCalls calls, Map<String, AttributeValue> key) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table.name())
                .key(key)
                .consistentRead(true)
                .projectionExpression(projection.expression())
                .expressionAttributeNames(asked == null ? null : projectionNames())
                .build();
        return calls.call(Operation.GET_ITEM, request).thenApply(response -> response.item());
    }

    // DynamoDB refuses names that an expression does not use: those of a query's other expressions.
    private @Nullable Map<String, String> projectionNames() {
        Map<String, String> used = new HashMap<>(projection.names());
        used.keySet().removeIf(name -> !isUsed(name));
        return used.isEmpty() ? null : used;
    }

    private boolean isUsed(String name) {
        String expression = String.valueOf(projection.expression());
        int from = expression.indexOf(name);
        while (from >= 0) {
            int end = from + name.length();
            if (end == expression.length() || !isPartOfName(expression.charAt(end))) {
                return true;
            }
            from = expression.indexOf(name, end);
        }
        return false;
    }

    private static boolean isPartOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /**
     * As {@link #again(DynamoDbCalls, Map)}, of an index that may hold a part of the items: attributes that the item had
     * from it, and S3-backed ones, so that no attribute appears that the index does not have.
     */
    CompletionStage<Map<String, AttributeValue>> again(
            DynamoDbCalls calls, Map<String, AttributeValue> key, Set<String> attributes) {
        return again(calls, key).thenApply(item -> {
            Map<String, AttributeValue> same = new HashMap<>(item);
            same.keySet().retainAll(attributes);
            return same;
        });
    }
}
