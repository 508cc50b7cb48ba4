package io.github.s3backed.sweeper;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobLocation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** A key has 1,024 bytes at the most, each written in six characters perhaps. */
    private static final int LONGEST = 8 * 1024;

    // RFC 8259, section 7.
    private static final String PLAIN = "[^\"\\\\\\x00-\\x1f]*+";
    private static final String ESCAPED = "\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4})";
    private static final String STRING = "\"(" + PLAIN + "(?:" + ESCAPED + PLAIN + ")*+)\"";

    private static final Pattern OPEN = Pattern.compile("\\s*\\{\\s*\"s3\"\\s*:\\s*\\{");
    private static final Pattern MEMBER =
            Pattern.compile("\\s*" + STRING + "\\s*:\\s*(?:" + STRING + "|null)\\s*([,}])");
    private static final Pattern CLOSE = Pattern.compile("\\s*\\}\\s*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");
    private static final Set<String> KNOWN = Set.of("bucket", "key", "region");

    private S3Link() {}

    /** Where the object is that a text links to; empty of a text that is no S3Link. */
    static Optional<Reference> parse(String text) {
        Matcher open = OPEN.matcher(text);
        return text.length() <= LONGEST && open.lookingAt()
                ? members(text, open.end()).flatMap(members -> reference(members.get("bucket"), members.get("key")))
                : Optional.empty();
    }

    private static Optional<Map<String, @Nullable String>> members(String text, int begin) {
        Map<String, @Nullable String> members = new HashMap<>();
        Matcher member = MEMBER.matcher(text).region(begin, text.length());
        while (member.lookingAt()) {
            String name = plain(member.group(1));
            if (!KNOWN.contains(name) || members.containsKey(name)) {
                return Optional.empty();
            }
            members.put(name, member.group(2) == null ? null : plain(member.group(2)));
            if (member.group(3).equals("}")) {
                boolean ends =
                        CLOSE.matcher(text).region(member.end(), text.length()).matches();
                return ends ? Optional.of(members) : Optional.empty();
            }
            member.region(member.end(), text.length());
        }
        return Optional.empty();
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
