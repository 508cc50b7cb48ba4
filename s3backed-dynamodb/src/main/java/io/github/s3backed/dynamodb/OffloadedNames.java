package io.github.s3backed.dynamodb;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the offloaded attributes that one expression of a request names, and says so where it may not.
 *
 * @param parameter how the request calls the expression, such as {@code FilterExpression}
 * @param names ExpressionAttributeNames: a name here is one attribute, even with a dot in it
 * @param offloaded the top-level attributes whose payloads are offloaded
 */
record OffloadedNames(String parameter, Map<String, String> names, Set<String> offloaded, String table) {

    /** The offloaded attribute whose path, its own or one below it, begins at this token; null if none does. */
    @Nullable
    String beginningAt(ExpressionTokens tokens, int index) {
        String name = tokens.beginsPath(index) ? nameOf(tokens.at(index)) : null;
        return name != null && offloaded.contains(name) ? name : null;
    }

    /** The offloaded attribute with which the first path begins that begins with one; null if none does. */
    @Nullable
    String firstIn(ExpressionTokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            String attribute = beginningAt(tokens, i);
            if (attribute != null) {
                return attribute;
            }
        }
        return null;
    }

    /** The attribute that a name or {@code #x} stands for; null where ExpressionAttributeNames does not say. */
    @Nullable
    String nameOf(ExpressionTokens.Token token) {
        return token.kind() == ExpressionTokens.Kind.NAME_PLACEHOLDER ? names.get(token.text()) : token.text();
    }

    /**
     * Lets DynamoDB judge what cannot be read, unless an offloaded attribute may be meant.
     *
     * @throws RefusedRequestException if it may be
     */
    void requireUnderstood(ExpressionTokens tokens) {
        if (tokens.isUnderstood()) {
            return;
        }
        for (String attribute : new TreeSet<>(offloaded)) {
            if (mayMean(tokens.text(), attribute)) {
                throw refuse(
                        attribute,
                        "holds a character that no expression of DynamoDB can hold, beside",
                        "Remove the character.");
            }
        }
    }

    private boolean mayMean(String text, String attribute) {
        return text.contains(attribute)
                || names.entrySet().stream()
                        .anyMatch(name -> name.getValue().equals(attribute) && text.contains(name.getKey()));
    }

    /** To be thrown: {@code "<parameter> of table <table> <does> the offloaded attribute <attribute>. <remedy>"}. */
    RefusedRequestException refuse(String attribute, String does, String remedy) {
        return new RefusedRequestException(
                parameter + " for table '" + table + "' " + does + " the offloaded attribute '" + attribute + "'. "
                        + remedy,
                null);
    }
}
