package io.github.s3backed.core;

import java.nio.file.Path;
import java.util.Locale;

/**
 * File names for keys. Any two keys have different names, also where the file system does not tell upper from lower case,
 * where {@code a} stands beside {@code a/b}, where names end at 255 bytes, and where a key holds {@code ..}.
 *
 * <p>A level is encoded as {@link KeyEncoding} does, upper-case letters escaped as well. A folder's name
 * ends in {@code !}; a name that goes on in the next level, because it is long, ends in {@code !+}, and what goes on
 * begins with {@code +}, so that it is never {@code .} or {@code ..}.
 */
final class FileNames {

    private static final int LONGEST = 200;

    private FileNames() {}

    static Path resolve(Path root, String key) {
        Path path = root;
        int from = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', from)) {
            path = level(path, key.substring(from, slash), "!");
            from = slash + 1;
        }
        return level(path, key.substring(from), "");
    }

    private static Path level(Path parent, String name, String suffix) {
        String rest = encode(name);
        Path path = parent;
        while (rest.length() > LONGEST) {
            path = path.resolve(rest.substring(0, LONGEST) + "!+");
            rest = "+" + rest.substring(LONGEST);
        }
        // The empty level, as in a//b or a/, has a name that no other level has.
        return path.resolve(rest.isEmpty() && suffix.isEmpty() ? "!empty" : rest + suffix);
    }

    private static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (char c : KeyEncoding.encode(name).toCharArray()) {
            boolean ambiguous = c >= 'A' && c <= 'Z' && !insideEscape(encoded);
            encoded.append(ambiguous ? String.format(Locale.ROOT, "!%02X", (int) c) : String.valueOf(c));
        }
        return encoded.toString();
    }

    private static boolean insideEscape(StringBuilder encoded) {
        int mark = encoded.lastIndexOf("!");
        return mark >= 0 && encoded.length() - mark < 3;
    }

    /** The key whose file {@link #resolve} finds there. */
    static String keyOf(Path root, Path file) {
        StringBuilder key = new StringBuilder();
        StringBuilder level = new StringBuilder();
        for (Path part : root.relativize(file)) {
            String name = part.toString();
            level.append(name, level.length() > 0 ? 1 : 0, name.length());
            if (name.endsWith("!+")) {
                level.setLength(level.length() - 2);
            } else if (name.endsWith("!")) {
                level.setLength(level.length() - 1);
                key.append(KeyEncoding.unescape(level.toString())).append('/');
                level.setLength(0);
            }
        }
        String last = level.toString();
        return key.append(last.equals("!empty") ? "" : KeyEncoding.unescape(last))
                .toString();
    }
}
