package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB's expressions, as far as the operations of a simulation use them. */
record Expressions(Map<String, String> names, Map<String, AttributeValue> values) {

    /** Whether an item meets a condition: comparisons and questions for presence, joined by AND. */
    boolean holds(@Nullable String condition, Map<String, AttributeValue> item) {
        if (condition == null) {
            return true;
        }
        for (String term : condition.split(" AND ")) {
            if (!termHolds(term.trim(), item)) {
                return false;
            }
        }
        return true;
    }

    private boolean termHolds(String term, Map<String, AttributeValue> item) {
        if (term.startsWith("attribute_not_exists(")) {
            return !item.containsKey(argument(term));
        }
        if (term.startsWith("attribute_exists(")) {
            return item.containsKey(argument(term));
        }
        int equals = term.indexOf(" = ");
        if (equals < 0) {
            throw new UnsupportedOperationException(term);
        }
        AttributeValue there = item.get(name(term.substring(0, equals)));
        return there != null && there.equals(value(term.substring(equals + 3)));
    }

    private String argument(String function) {
        return name(function.substring(function.indexOf('(') + 1, function.indexOf(')')));
    }

    /** An updated item, and the attributes that the expression named. */
    record Updated(Map<String, AttributeValue> item, Set<String> attributes) {}

    /** Does SET, with values and if_not_exists, and REMOVE. */
    Updated update(String expression, Map<String, AttributeValue> before) {
        Map<String, AttributeValue> after = new HashMap<>(before);
        Set<String> touched = new LinkedHashSet<>();
        for (String clause : expression.split("(?=\\b(?:SET|REMOVE) )")) {
            int space = clause.indexOf(' ');
            boolean set = clause.startsWith("SET ");
            for (String part : parts(clause.substring(space + 1))) {
                touched.add(set ? set(part, before, after) : remove(part, after));
            }
        }
        return new Updated(after, touched);
    }

    private String set(String part, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        int equals = part.indexOf(" = ");
        String name = name(part.substring(0, equals));
        String right = part.substring(equals + 3).trim();
        if (right.startsWith("if_not_exists(")) {
            int comma = right.indexOf(',');
            AttributeValue kept = before.get(name(right.substring(right.indexOf('(') + 1, comma)));
            AttributeValue fallback = value(right.substring(comma + 1, right.indexOf(')')));
            after.put(name, kept == null ? fallback : kept);
        } else {
            after.put(name, value(right));
        }
        return name;
    }

    private String remove(String part, Map<String, AttributeValue> after) {
        String name = name(part);
        after.remove(name);
        return name;
    }

    private static List<String> parts(String clause) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < clause.length(); i++) {
            char c = clause.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(clause.substring(from, i).trim());
                from = i + 1;
            }
        }
        parts.add(clause.substring(from).trim());
        return parts;
    }

    /** The attributes that a projection names; null for all. */
    Map<String, AttributeValue> project(@Nullable String projection, Map<String, AttributeValue> item) {
        if (projection == null) {
            return item;
        }
        Map<String, AttributeValue> projected = new HashMap<>(item);
        projected.keySet().retainAll(parts(projection).stream().map(this::name).toList());
        return projected;
    }

    private String name(String text) {
        String trimmed = text.trim();
        return trimmed.startsWith("#") ? names.get(trimmed) : trimmed;
    }

    private AttributeValue value(String text) {
        AttributeValue value = values.get(text.trim());
        if (value == null) {
            throw new UnsupportedOperationException("No value for " + text);
        }
        return value;
    }
}
