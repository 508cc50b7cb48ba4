package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of a DynamoDB expression and where they stand, so that one can be replaced in place. Immutable.
 *
 * <p>Judges no syntax: whatever text comes in, tokens come out, and characters that DynamoDB's expressions do not know
 * become tokens of kind {@link Kind#UNKNOWN}. Nothing is lost: between two tokens there is only white space.
 */
final class ExpressionTokens {

    enum Kind {
        /** An attribute or a function, as it stands. */
        NAME,
        /** {@code #x}: the name is in ExpressionAttributeNames. */
        NAME_PLACEHOLDER,
        /** {@code :x}: the value is in ExpressionAttributeValues. */
        VALUE,
        KEYWORD,
        NUMBER,
        /** A dot, comma, bracket, parenthesis, comparison, plus or minus. */
        SYMBOL,
        /** A character that no expression holds. */
        UNKNOWN
    }

    /** One word: {@code text} stands at {@code start}, and ends before {@code end}. */
    record Token(Kind kind, String text, int start, int end) {

        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        boolean isName() {
            return kind == Kind.NAME || kind == Kind.NAME_PLACEHOLDER;
        }

        boolean isKeyword(String keyword) {
            return kind == Kind.KEYWORD && text.equalsIgnoreCase(keyword);
        }
    }

    private static final Token NONE = new Token(Kind.UNKNOWN, "", 0, 0);

    private final String text;
    private final List<Token> tokens;

    private ExpressionTokens(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = List.copyOf(tokens);
    }

    /** Takes any text, the empty one too. */
    static ExpressionTokens of(String text) {
        ExpressionScanner scanner = new ExpressionScanner(text);
        List<Token> tokens = new ArrayList<>();
        while (scanner.hasNext()) {
            tokens.add(scanner.next());
        }
        return new ExpressionTokens(text, tokens);
    }

    String text() {
        return text;
    }

    int size() {
        return tokens.size();
    }

    /** An empty token of no use where {@code index} is outside, so that neighbours can be looked at without a check. */
    Token at(int index) {
        return index < 0 || index >= tokens.size() ? NONE : tokens.get(index);
    }

    /** A part of the tokens, with the positions that they have in the whole text. */
    ExpressionTokens slice(int from, int to) {
        return new ExpressionTokens(text, tokens.subList(from, to));
    }

    /** The tokens between the commas that stand outside parentheses. */
    List<ExpressionTokens> splitAtCommas() {
        List<ExpressionTokens> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += depthChange(tokens.get(i));
            if (depth == 0 && tokens.get(i).is(",")) {
                parts.add(slice(from, i));
                from = i + 1;
            }
        }
        parts.add(slice(from, tokens.size()));
        return parts;
    }

    private static int depthChange(Token token) {
        return token.is("(") ? 1 : token.is(")") ? -1 : 0;
    }

    /** Whether the token is a name that begins a document path, rather than one below another attribute. */
    boolean beginsPath(int index) {
        return at(index).isName() && !(at(index - 1).is(".") && endsPath(at(index - 2)));
    }

    private static boolean endsPath(Token token) {
        return token.isName() || token.is("]");
    }

    /** Whether every character is one that expressions are made of. */
    boolean isUnderstood() {
        return tokens.stream().noneMatch(token -> token.kind() == Kind.UNKNOWN);
    }

    /** The texts of all tokens of this kind, without repetition. */
    Set<String> textsOf(Kind kind) {
        return tokens.stream()
                .filter(token -> token.kind() == kind)
                .map(Token::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
