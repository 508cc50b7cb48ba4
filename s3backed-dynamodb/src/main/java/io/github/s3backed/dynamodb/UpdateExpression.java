package io.github.s3backed.dynamodb;

import io.github.s3backed.dynamodb.ExpressionTokens.Kind;
import io.github.s3backed.dynamodb.ExpressionTokens.Token;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An UpdateExpression, and what it does to offloaded attributes. Immutable; one object serves every attempt. */
final class UpdateExpression {

    /**
     * A payload that the update stores.
     *
     * @param attribute the offloaded attribute, a placeholder resolved
     * @param valuePlaceholder the {@code :x} that stands for the payload
     * @param conditional false for {@code SET a = :x}, true for {@code SET a = if_not_exists(a, :x)}
     */
    record Store(String attribute, String valuePlaceholder, boolean conditional) {}

    /** An update as DynamoDB gets it. */
    record Rewritten(String expression, Map<String, AttributeValue> values) {}

    /** A store, and the token in the text that stands for its payload. */
    record PlacedStore(Store store, Token value) {}

    private final ExpressionTokens tokens;
    private final List<PlacedStore> placed;
    private final Set<String> removed;
    private final Set<String> touched;

    UpdateExpression(ExpressionTokens tokens, List<PlacedStore> placed, Set<String> removed, Set<String> touched) {
        this.tokens = tokens;
        this.placed = List.copyOf(placed);
        this.removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        this.touched = Collections.unmodifiableSet(new LinkedHashSet<>(touched));
    }

    /**
     * Reads an expression.
     *
     * @throws RefusedRequestException if an offloaded attribute is used other than in {@code SET a = :x}, {@code SET a =
     *     if_not_exists(a, :x)} and {@code REMOVE a}, or if {@code :x} is not among the values
     */
    static UpdateExpression parse(
            String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            Set<String> offloaded,
            String table) {
        OffloadedNames offloadedNames = new OffloadedNames("UpdateExpression", names, offloaded, table);
        return new UpdateParser(ExpressionTokens.of(expression), offloadedNames, values.keySet()).parse();
    }

    /** What is stored into offloaded attributes, in the order of the text. Each value placeholder has its value. */
    List<Store> stores() {
        return placed.stream().map(PlacedStore::store).toList();
    }

    /** The offloaded attributes that the update removes, in the order of the text. */
    Set<String> removed() {
        return removed;
    }

    /** The offloaded attributes that the update may change, in the order of the text. */
    Set<String> touched() {
        return touched;
    }

    /** Whether all that is stored is stored whatever the item held before. */
    boolean plain() {
        return placed.stream().noneMatch(place -> place.store().conditional());
    }

    /**
     * Puts references in the place of payloads. The rest of the text stays as it is, and so do the other values; a payload
     * that no expression uses any more is left out, because DynamoDB refuses unused values.
     *
     * @param replacements references by what they stand for; a store that is not among them keeps its value
     * @param values the request's, not changed; handed back as they are where nothing is replaced
     * @param otherExpressions the request's expressions that share the values, such as its condition; null where there is
     *     none
     * @throws IllegalArgumentException if a replacement is for a store that is not in {@link #stores()}
     */
    Rewritten rewrite(
            Map<Store, AttributeValue> replacements,
            Map<String, AttributeValue> values,
            @Nullable String... otherExpressions) {
        requireOwn(replacements.keySet());
        if (replacements.isEmpty()) {
            return new Rewritten(tokens.text(), values);
        }
        Set<String> usedElsewhere = valuesIn(otherExpressions);
        FreshPlaceholders fresh = new FreshPlaceholders(FreshPlaceholders.VALUE, taken(values, usedElsewhere));
        Map<String, AttributeValue> rewritten = new LinkedHashMap<>(values);
        String expression = replace(replacements, fresh, rewritten);
        Set<String> unused = placeholdersOf(replacements.keySet());
        unused.removeAll(usedElsewhere);
        unused.removeAll(valuesIn(expression));
        rewritten.keySet().removeAll(unused);
        return new Rewritten(expression, Collections.unmodifiableMap(rewritten));
    }

    private String replace(
            Map<Store, AttributeValue> replacements, FreshPlaceholders fresh, Map<String, AttributeValue> values) {
        StringBuilder expression = new StringBuilder();
        int copied = 0;
        for (PlacedStore place : placed) {
            AttributeValue replacement = replacements.get(place.store());
            if (replacement != null) {
                String placeholder = fresh.next();
                values.put(placeholder, replacement);
                expression.append(tokens.text(), copied, place.value().start()).append(placeholder);
                copied = place.value().end();
            }
        }
        return expression.append(tokens.text().substring(copied)).toString();
    }

    // A payload that stayed in the request by mistake would be stored inline.
    private void requireOwn(Set<Store> stores) {
        if (!stores().containsAll(stores)) {
            throw new IllegalArgumentException("Replacements " + stores + " are not all among the stores " + stores());
        }
    }

    // Also what the text uses and the values lack: DynamoDB is to say so, and would not if it were bound here.
    private Set<String> taken(Map<String, AttributeValue> values, Set<String> usedElsewhere) {
        Set<String> taken = new HashSet<>(values.keySet());
        taken.addAll(tokens.textsOf(Kind.VALUE));
        taken.addAll(usedElsewhere);
        return taken;
    }

    private static Set<String> valuesIn(@Nullable String... expressions) {
        Set<String> found = new HashSet<>();
        for (String expression : expressions) {
            if (expression != null) {
                found.addAll(ExpressionTokens.of(expression).textsOf(Kind.VALUE));
            }
        }
        return found;
    }

    private static Set<String> placeholdersOf(Set<Store> stores) {
        Set<String> placeholders = new HashSet<>();
        stores.forEach(store -> placeholders.add(store.valuePlaceholder()));
        return placeholders;
    }
}
