package io.github.s3backed.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an object's key is built from what is known of a payload, and read back. Text with {@linkplain Placeholder
 * placeholders} in braces; {@code {{} and {@code }}} stand for the braces themselves. Immutable.
 *
 * <p>A template with {@code {writeId}} is <em>exclusive</em>: an object belongs to one attempt of one write. Any other is
 * <em>shared</em>: equal payloads meet in one object.
 *
 * <p>A key can be read in one way only: between two placeholders of varying length there must be a character that no
 * encoded value holds, such as {@code /}.
 */
public final class KeyTemplate {

    /** What the plain converters use unless told otherwise, and what {@code pynamodb_mate} used: shared. */
    public static final KeyTemplate PYNAMODB_MATE = of("pynamodb-mate/s3backed/{fingerprint}");

    /** What the coordinated clients use unless told otherwise: exclusive, and scoped to one attribute of one item. */
    public static final KeyTemplate EXCLUSIVE = of("s3backed/{table}/{item}/{attribute}/{fingerprint}-{writeId}");

    /** The longest key that S3 takes, in bytes of UTF-8 (Amazon S3 User Guide, "Naming Amazon S3 objects"). */
    static final int MAX_KEY_BYTES = 1024;

    private static final Set<Placeholder> NAMES = EnumSet.of(Placeholder.TABLE, Placeholder.ATTRIBUTE);

    private final String text;
    private final List<Object> parts;
    private final Set<Placeholder> placeholders;
    private final Pattern pattern;

    private KeyTemplate(String text, List<Object> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        this.placeholders = placeholdersOf(parts);
        this.pattern = patternOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if {@code {fingerprint}} is missing, a placeholder is unknown, a brace is not
     *     closed, keys could be read in two ways, or any key would be longer than 1,024 bytes of UTF-8
     */
    public static KeyTemplate of(String text) {
        KeyTemplate template = new KeyTemplate(text, TemplateParser.parse(text));
        if (!template.uses(Placeholder.FINGERPRINT)) {
            throw new IllegalArgumentException("Key template '" + text + "' lacks {fingerprint}, without which a read"
                    + " could not be verified. Placeholders are " + Placeholder.all() + ".");
        }
        template.requireReadableInOneWay();
        template.requireShortEnough();
        return template;
    }

    /** What every key of this template begins with: the text before the first placeholder, perhaps empty. */
    public String literalPrefix() {
        return parts.get(0) instanceof String literal ? literal : "";
    }

    /** Whether the template holds {@code placeholder}. */
    public boolean uses(Placeholder placeholder) {
        return placeholders.contains(placeholder);
    }

    /** Whether each object belongs to one attempt of one write, because the template holds {@code {writeId}}. */
    public boolean isExclusive() {
        return uses(Placeholder.WRITE_ID);
    }

    /**
     * Whether a key of this template says to which attribute of which item it belongs: by {@code {attribute}} and either
     * {@code {item}} or all of {@code {table}}, {@code {partitionKey}} and {@code {sortKey}}.
     */
    public boolean namesItemAndAttribute() {
        return uses(Placeholder.ATTRIBUTE)
                && (uses(Placeholder.ITEM)
                        || uses(Placeholder.TABLE) && uses(Placeholder.PARTITION_KEY) && uses(Placeholder.SORT_KEY));
    }

    /** The placeholders that the template holds, in the order of their declaration. */
    public Set<Placeholder> placeholders() {
        return placeholders;
    }

    /**
     * Builds a key.
     *
     * @param writeId 32 lowercase hexadecimal digits, unique to this attempt; ignored by a shared template
     * @throws IllegalArgumentException if the context lacks what the template names, or the key is longer than 1,024
     *     bytes of UTF-8
     */
    public String render(Fingerprint fingerprint, String writeId, KeyContext context) {
        StringBuilder key = new StringBuilder();
        for (Object part : parts) {
            key.append(part instanceof Placeholder p ? value(p, fingerprint, writeId, context) : part);
        }
        int bytes = utf8Length(key);
        if (bytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("Key template '" + text + "' gives a key of " + bytes
                    + " bytes of UTF-8, and S3 takes " + MAX_KEY_BYTES + ". Use {item} in place of long key values.");
        }
        return key.toString();
    }

    /** Reads a key that this template built; empty if it cannot have built it. */
    public Optional<ParsedKey> parse(String key) {
        Matcher matcher = pattern.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
        placeholders.forEach(p -> values.put(p, matcher.group(p.name().replace("_", ""))));
        return isEncoded(values) ? Optional.of(new ParsedKey(values)) : Optional.empty();
    }

    // The pattern knows the letters of encoded names alone. Anybody who may write objects may have made such a key.
    private static boolean isEncoded(Map<Placeholder, String> values) {
        return NAMES.stream().filter(values::containsKey).map(values::get).allMatch(KeyEncoding::isEncoded);
    }

    private String value(Placeholder placeholder, Fingerprint fingerprint, String writeId, KeyContext context) {
        return switch (placeholder) {
            case FINGERPRINT -> fingerprint.hex();
            case WRITE_ID -> requireWriteId(writeId);
            default ->
                context.encoded(placeholder)
                        .orElseThrow(
                                () -> new IllegalArgumentException("Key template '" + text + "' needs " + placeholder
                                        + ", which is not known here. The plain converters know no table, item or epoch; a table"
                                        + " without a sort key has no {sortKey}."));
        };
    }

    private static String requireWriteId(String writeId) {
        if (!Hex.is(writeId, Placeholder.WRITE_ID.length())) {
            throw new IllegalArgumentException("A write id is 32 lowercase hexadecimal digits, but was: " + writeId);
        }
        return writeId;
    }

    private void requireReadableInOneWay() {
        Placeholder open = null;
        for (Object part : parts) {
            if (part instanceof Placeholder p && p.length() == 0) {
                if (open != null) {
                    throw new IllegalArgumentException("Key template '" + text + "' has no separator between " + open
                            + " and " + p + ", so that two items could share a key. Put a '/' between them.");
                }
                open = p;
            } else if (part instanceof String literal && !literal.matches(KeyEncoding.ALPHABET + "*")) {
                open = null;
            }
        }
    }

    private void requireShortEnough() {
        int least = 0;
        for (Object part : parts) {
            least += part instanceof Placeholder p ? Math.max(1, p.length()) : utf8Length((String) part);
        }
        if (least > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("Key template '" + text + "' gives keys of at least " + least
                    + " bytes of UTF-8, and S3 takes " + MAX_KEY_BYTES + ".");
        }
    }

    private static int utf8Length(CharSequence key) {
        return Utf8.encode(key.toString(), "A key").length;
    }

    private static Set<Placeholder> placeholdersOf(List<Object> parts) {
        Set<Placeholder> found = EnumSet.noneOf(Placeholder.class);
        parts.forEach(part -> {
            if (part instanceof Placeholder p) {
                found.add(p);
            }
        });
        return Collections.unmodifiableSet(found);
    }

    // A placeholder that stands twice must stand for the same value both times.
    private static Pattern patternOf(List<Object> parts) {
        StringBuilder regex = new StringBuilder();
        List<Placeholder> seen = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Placeholder p) {
                String group = p.name().replace("_", "");
                regex.append(seen.contains(p) ? "\\k<" + group + ">" : "(?<" + group + ">" + p.pattern() + ")");
                seen.add(p);
            } else {
                regex.append(Pattern.quote((String) part));
            }
        }
        return Pattern.compile(regex.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyTemplate template && text.equals(template.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The template as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
