package io.github.s3backed.core;

import java.util.ArrayList;
import java.util.List;

/** Splits a key template into literals ({@link String}) and {@link Placeholder}s. */
final class TemplateParser {

    private final String text;
    private final List<Object> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int position;

    private TemplateParser(String text) {
        this.text = text;
    }

    static List<Object> parse(String text) {
        TemplateParser parser = new TemplateParser(text);
        while (parser.position < text.length()) {
            parser.step();
        }
        parser.endLiteral();
        return parser.parts;
    }

    private void step() {
        char c = text.charAt(position);
        if (text.startsWith("{{", position) || text.startsWith("}}", position)) {
            literal.append(c);
            position += 2;
        } else if (c == '{') {
            endLiteral();
            parts.add(placeholder());
        } else if (c == '}') {
            throw new IllegalArgumentException("Key template '" + text + "' closes a brace at " + position
                    + " that it did not open. '}}' is a brace.");
        } else {
            literal.append(c);
            position++;
        }
    }

    private Placeholder placeholder() {
        int end = text.indexOf('}', position);
        if (end < 0) {
            throw new IllegalArgumentException(
                    "Key template '" + text + "' does not close the brace at " + position + ". '{{' is a brace.");
        }
        String label = text.substring(position + 1, end);
        position = end + 1;
        return Placeholder.of(label)
                .orElseThrow(
                        () -> new IllegalArgumentException("Key template '" + text + "' has the unknown placeholder {"
                                + label + "}. Placeholders are " + Placeholder.all() + "."));
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            parts.add(literal.toString());
            literal.setLength(0);
        }
    }
}
