package io.github.s3backed.core;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The encoding of text and bytes into the letters that a key level may hold. */
public final class KeyEncoding {

    /** What {@link #encode} yields; every other character separates one value from the next. */
    static final String ALPHABET = "[A-Za-z0-9._!-]";

    private static final String HEX = "0123456789ABCDEF";

    private KeyEncoding() {}

    /** The letters for {@code value}'s bytes of UTF-8. */
    public static String encode(String value) {
        return encode(Utf8.encode(value, "A key's value"));
    }

    static String encode(byte[] value) {
        StringBuilder encoded = new StringBuilder(value.length + 8);
        for (byte b : value) {
            // A level of dots alone means another level to many a file system, client and server.
            boolean leadingDot = b == '.' && encoded.length() == 0;
            if (isLiteral(b) && !leadingDot) {
                encoded.append((char) b);
            } else {
                encoded.append('!').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }

    /**
     * The value that {@link #encode} made {@code encoded} of.
     *
     * @throws IllegalArgumentException if it made it of none
     */
    public static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '!') {
                if (i + 2 >= encoded.length()) {
                    throw new IllegalArgumentException("An escape is cut off in: " + encoded);
                }
                bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isLiteral(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-';
    }
}
