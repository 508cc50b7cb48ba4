package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a read asks for. Where it asks for an offloaded attribute it must also get the item's key, by which the reference is
 * checked and the item read again; what was added for that is taken out of the result. Immutable.
 */
final class Projection {

    private final @Nullable String expression;
    private final Map<String, String> names;
    private final Set<String> added;
    private final boolean touches;

    private Projection(@Nullable String expression, Map<String, String> names, Set<String> added, boolean touches) {
        this.expression = expression;
        this.names = names;
        this.added = added;
        this.touches = touches;
    }

    /**
     * Reads a projection.
     *
     * @param projectionExpression null asks for all attributes
     * @param names ExpressionAttributeNames, not changed
     * @param keyAttributes those of the table's primary key
     * @throws RefusedRequestException if it asks for a part of an offloaded attribute
     */
    static Projection of(
            @Nullable String projectionExpression,
            Map<String, String> names,
            Set<String> offloaded,
            List<String> keyAttributes,
            String table) {
        if (projectionExpression == null) {
            return new Projection(null, names, Set.of(), !offloaded.isEmpty());
        }
        ExpressionTokens tokens = ExpressionTokens.of(projectionExpression);
        OffloadedNames offloadedNames = new OffloadedNames("ProjectionExpression", names, offloaded, table);
        offloadedNames.requireUnderstood(tokens);
        Set<String> asked = attributesIn(tokens, offloadedNames);
        return Collections.disjoint(asked, offloaded)
                ? new Projection(projectionExpression, names, Set.of(), false)
                : withKey(tokens, names, keyAttributes, asked);
    }

    private static Set<String> attributesIn(ExpressionTokens tokens, OffloadedNames offloaded) {
        Set<String> attributes = new HashSet<>();
        for (ExpressionTokens path : tokens.splitAtCommas()) {
            String name = path.size() == 1 ? offloaded.nameOf(path.at(0)) : null;
            if (name != null) {
                attributes.add(name);
            } else {
                refusePartOf(offloaded.firstIn(path), offloaded);
            }
        }
        return attributes;
    }

    private static void refusePartOf(@Nullable String attribute, OffloadedNames offloaded) {
        if (attribute != null) {
            throw offloaded.refuse(
                    attribute,
                    "asks for a part of",
                    "DynamoDB holds a reference in its place. Ask for the whole attribute, or keep that part in an attribute"
                            + " of its own.");
        }
    }

    private static Projection withKey(
            ExpressionTokens tokens, Map<String, String> names, List<String> keyAttributes, Set<String> asked) {
        List<String> missing = new ArrayList<>(keyAttributes);
        missing.removeAll(asked);
        if (missing.isEmpty()) {
            return new Projection(tokens.text(), names, Set.of(), true);
        }
        FreshPlaceholders fresh = new FreshPlaceholders(FreshPlaceholders.NAME, taken(tokens, names));
        StringBuilder expression = new StringBuilder(tokens.text());
        Map<String, String> allNames = new LinkedHashMap<>(names);
        for (String key : missing) {
            String placeholder = fresh.next();
            expression.append(", ").append(placeholder);
            allNames.put(placeholder, key);
        }
        return new Projection(expression.toString(), Collections.unmodifiableMap(allNames), Set.copyOf(missing), true);
    }

    private static Set<String> taken(ExpressionTokens tokens, Map<String, String> names) {
        Set<String> taken = new HashSet<>(names.keySet());
        taken.addAll(tokens.textsOf(ExpressionTokens.Kind.NAME_PLACEHOLDER));
        return taken;
    }

    /** To be sent; null if the caller asked for all attributes. */
    @Nullable
    String expression() {
        return expression;
    }

    /** To be sent with the expression: the caller's own map where nothing was added. */
    Map<String, String> names() {
        return names;
    }

    /** Whether an offloaded attribute can be in the result. */
    boolean touches() {
        return touches;
    }

    /** An item as the caller asked for it; the same map if it holds nothing that was added. */
    Map<String, AttributeValue> strip(Map<String, AttributeValue> item) {
        if (Collections.disjoint(item.keySet(), added)) {
            return item;
        }
        Map<String, AttributeValue> asked = new LinkedHashMap<>(item);
        asked.keySet().removeAll(added);
        return Collections.unmodifiableMap(asked);
    }
}
