package io.github.s3backed.dynamodb;

import io.github.s3backed.dynamodb.ExpressionTokens.Kind;
import io.github.s3backed.dynamodb.ExpressionTokens.Token;
import io.github.s3backed.dynamodb.UpdateExpression.PlacedStore;
import io.github.s3backed.dynamodb.UpdateExpression.Store;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one update expression. It knows the few forms in which an offloaded attribute may stand; whatever else names one is
 * refused, so that a form unknown here is refused as well.
 */
final class UpdateParser {

    private static final String FORMS = "DynamoDB holds a reference in its place. Possible are SET a = :value, SET a ="
            + " if_not_exists(a, :value), both without further parentheses, and REMOVE a. To change a part of the value or to"
            + " copy it, read the item and SET the whole value; to compare or count, keep a small attribute beside it, such as"
            + " a hash or a version.";

    private final ExpressionTokens tokens;
    private final OffloadedNames offloaded;
    private final Set<String> knownValues;
    private final List<PlacedStore> placed = new ArrayList<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final Set<String> touched = new LinkedHashSet<>();

    UpdateParser(ExpressionTokens tokens, OffloadedNames offloaded, Set<String> knownValues) {
        this.tokens = tokens;
        this.offloaded = offloaded;
        this.knownValues = knownValues;
    }

    UpdateExpression parse() {
        offloaded.requireUnderstood(tokens);
        int from = nextClause(0);
        refuseAnyIn(tokens.slice(0, from));
        while (from < tokens.size()) {
            int to = nextClause(from + 1);
            readClause(tokens.at(from), tokens.slice(from + 1, to));
            from = to;
        }
        return new UpdateExpression(tokens, placed, removed, touched);
    }

    private int nextClause(int from) {
        int next = from;
        while (next < tokens.size() && !beginsClause(tokens.at(next))) {
            next++;
        }
        return next;
    }

    private static boolean beginsClause(Token token) {
        return token.isKeyword("SET")
                || token.isKeyword("REMOVE")
                || token.isKeyword("ADD")
                || token.isKeyword("DELETE");
    }

    private void readClause(Token keyword, ExpressionTokens actions) {
        for (ExpressionTokens action : actions.splitAtCommas()) {
            boolean read =
                    keyword.isKeyword("SET") && readStore(action) || keyword.isKeyword("REMOVE") && readRemoval(action);
            if (!read) {
                refuseAnyIn(action);
            }
        }
    }

    // SET a = :value, or SET a = if_not_exists(a, :value).
    private boolean readStore(ExpressionTokens action) {
        String attribute = offloaded.beginningAt(action, 0);
        if (attribute == null || !action.at(1).is("=")) {
            return false;
        }
        if (action.size() == 3 && action.at(2).kind() == Kind.VALUE) {
            store(attribute, action.at(2), false);
            return true;
        }
        if (action.size() == 8 && isOwnDefault(attribute, action)) {
            store(attribute, action.at(6), true);
            return true;
        }
        return false;
    }

    private boolean isOwnDefault(String attribute, ExpressionTokens action) {
        return action.at(2).kind() == Kind.NAME
                && action.at(2).text().equals("if_not_exists")
                && action.at(3).is("(")
                && attribute.equals(offloaded.beginningAt(action, 4))
                && action.at(5).is(",")
                && action.at(6).kind() == Kind.VALUE
                && action.at(7).is(")");
    }

    private void store(String attribute, Token value, boolean conditional) {
        if (!knownValues.contains(value.text())) {
            throw offloaded.refuse(
                    attribute,
                    "stores " + value.text() + " into",
                    "The value is missing from ExpressionAttributeValues. Add it there.");
        }
        placed.add(new PlacedStore(new Store(attribute, value.text(), conditional), value));
        touched.add(attribute);
    }

    private boolean readRemoval(ExpressionTokens action) {
        String attribute = action.size() == 1 ? offloaded.beginningAt(action, 0) : null;
        if (attribute == null) {
            return false;
        }
        removed.add(attribute);
        touched.add(attribute);
        return true;
    }

    private void refuseAnyIn(ExpressionTokens part) {
        String attribute = offloaded.firstIn(part);
        if (attribute != null) {
            throw offloaded.refuse(attribute, "does not just store or remove", FORMS);
        }
    }
}
