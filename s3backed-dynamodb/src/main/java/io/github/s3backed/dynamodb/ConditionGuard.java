package io.github.s3backed.dynamodb;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Refuses conditions, filters and key conditions on the value of an offloaded attribute: DynamoDB would compare the
 * reference. Whether the attribute is there, or is NULL, it can tell.
 */
final class ConditionGuard {

    private final ExpressionTokens tokens;
    private final OffloadedNames offloaded;
    private final Map<String, AttributeValue> values;

    private ConditionGuard(ExpressionTokens tokens, OffloadedNames offloaded, Map<String, AttributeValue> values) {
        this.tokens = tokens;
        this.offloaded = offloaded;
        this.values = values;
    }

    /**
     * Passes everything that involves no offloaded attribute, also what DynamoDB will refuse.
     *
     * @param parameterName how the request calls the expression, for the message
     * @param expression null passes
     * @throws RefusedRequestException if an offloaded attribute is used other than in {@code attribute_exists(a)}, {@code
     *     attribute_not_exists(a)} and {@code attribute_type(a, :t)} where {@code :t} is {@code "NULL"}
     */
    static void check(
            String parameterName,
            @Nullable String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            Set<String> offloaded,
            String table) {
        if (expression == null) {
            return;
        }
        ExpressionTokens tokens = ExpressionTokens.of(expression);
        new ConditionGuard(tokens, new OffloadedNames(parameterName, names, offloaded, table), values).check();
    }

    private void check() {
        offloaded.requireUnderstood(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            String attribute = offloaded.beginningAt(tokens, i);
            if (attribute != null && !asksForPresence(i)) {
                throw offloaded.refuse(
                        attribute,
                        "reads the value of",
                        "DynamoDB holds a reference in its place. It can only be asked for attribute_exists(a),"
                                + " attribute_not_exists(a) and attribute_type(a, :t) with :t = \"NULL\", without further"
                                + " parentheses. To compare values, keep a small attribute beside it, such as a hash or a version.");
            }
        }
    }

    private boolean asksForPresence(int index) {
        if (!tokens.at(index - 1).is("(") || !tokens.beginsPath(index - 2)) {
            return false;
        }
        return switch (tokens.at(index - 2).text()) {
            case "attribute_exists", "attribute_not_exists" ->
                tokens.at(index + 1).is(")");
            case "attribute_type" ->
                tokens.at(index + 1).is(",")
                        && isNullType(tokens.at(index + 2))
                        && tokens.at(index + 3).is(")");
            default -> false;
        };
    }

    private boolean isNullType(ExpressionTokens.Token token) {
        AttributeValue type = values.get(token.text());
        return token.kind() == ExpressionTokens.Kind.VALUE && type != null && "NULL".equals(type.s());
    }
}
