package io.github.s3backed.sweeper;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobLocation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the DynamoDBMapper of the AWS SDK for Java 1.x stores for an S3Link, as an attribute of type S:
 *
 * <pre>
 * {"s3":{"bucket":"my-bucket","key":"a/b","region":"us-west-2"}}
 * </pre>
 *
 * <p>The members come in any order, and the region may be null. No other member is known, so that a text with one is none.
 */
final class S3Link {

    // RFC 8259, section 7; a text of another shape never comes near it.
    private static final String STRING = "\"((?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+)\"";
    private static final Pattern WHOLE =
            Pattern.compile("\\s*\\{\\s*\"s3\"\\s*:\\s*\\{([^{}]*+(?:[{}][^{}]*+)*?)\\}\\s*\\}\\s*");
    private static final Pattern MEMBER =
            Pattern.compile("\\s*" + STRING + "\\s*:\\s*(?:" + STRING + "|null)\\s*(,(?=\\s*\")|$)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private S3Link() {}

    /** Where the object is that a text links to; empty of a text that is no S3Link. */
    static Optional<Reference> parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            return Optional.empty();
        }
        return members(whole.group(1))
                .filter(members ->
                        Map.of("bucket", 0, "key", 0, "region", 0).keySet().containsAll(members.keySet()))
                .flatMap(members -> reference(members.get("bucket"), members.get("key")));
    }

    private static Optional<Map<String, @Nullable String>> members(String inner) {
        Map<String, @Nullable String> members = new HashMap<>();
        Matcher member = MEMBER.matcher(inner);
        int end = 0;
        while (end < inner.length() && member.find(end) && member.start() == end) {
            if (members.containsKey(plain(member.group(1)))) {
                return Optional.empty();
            }
            members.put(plain(member.group(1)), member.group(2) == null ? null : plain(member.group(2)));
            end = member.end();
        }
        return end == inner.length() && end > 0 ? Optional.of(members) : Optional.empty();
    }

    private static Optional<Reference> reference(@Nullable String bucket, @Nullable String key) {
        if (bucket == null || key == null || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Reference(new BlobLocation("s3", bucket), key));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // No bucket has such a name.
        }
    }

    private static String plain(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf(character(escape.group(1), escape.group(2)))));
    }

    private static char character(@Nullable String unit, @Nullable String letter) {
        if (unit != null) {
            return (char) Integer.parseInt(unit, 16);
        }
        char named = String.valueOf(letter).charAt(0);
        return switch (named) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> named;
        };
    }
}
