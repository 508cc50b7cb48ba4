package io.github.s3backed.dynamodb;

import io.github.s3backed.dynamodb.ExpressionTokens.Kind;
import io.github.s3backed.dynamodb.ExpressionTokens.Token;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts an expression into tokens, as DynamoDB does. Only ASCII letters, digits and underscores make words, and only space,
 * tab and line ends separate them: DynamoDB refuses other letters and spaces, and they must not hide a name from us.
 */
final class ExpressionScanner {

    private static final Set<String> KEYWORDS =
            Set.of("AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE");

    private final String text;
    private int position;

    ExpressionScanner(String text) {
        this.text = text;
    }

    boolean hasNext() {
        while (" \t\r\n".indexOf(charAt(position)) >= 0) {
            position++;
        }
        return position < text.length();
    }

    /** Only after {@link #hasNext()} has found one. */
    Token next() {
        int start = position;
        Kind kind = kindOf(charAt(start));
        position = endOf(kind, start);
        String word = text.substring(start, position);
        return new Token(kind == Kind.NAME && isKeyword(word) ? Kind.KEYWORD : kind, word, start, position);
    }

    private Kind kindOf(char first) {
        return switch (first) {
            case '#' -> isWordPart(charAt(position + 1)) ? Kind.NAME_PLACEHOLDER : Kind.UNKNOWN;
            case ':' -> isWordPart(charAt(position + 1)) ? Kind.VALUE : Kind.UNKNOWN;
            case '.', ',', '[', ']', '(', ')', '=', '<', '>', '+', '-' -> Kind.SYMBOL;
            default -> isDigit(first) ? Kind.NUMBER : isWordPart(first) ? Kind.NAME : Kind.UNKNOWN;
        };
    }

    private int endOf(Kind kind, int start) {
        return switch (kind) {
            case NAME, NAME_PLACEHOLDER, VALUE -> endOfWord(start + 1);
            case NUMBER -> endOfNumber(start + 1);
            case SYMBOL -> start + (isLongComparison(start) ? 2 : 1);
            default -> start + 1;
        };
    }

    private int endOfWord(int from) {
        int end = from;
        while (isWordPart(charAt(end))) {
            end++;
        }
        return end;
    }

    private int endOfNumber(int from) {
        int end = from;
        while (isDigit(charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean isLongComparison(int start) {
        return Set.of("<>", "<=", ">=").contains(text.substring(start, Math.min(start + 2, text.length())));
    }

    // A character that no expression holds stands for the end.
    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
