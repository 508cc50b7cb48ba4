package io.github.s3backed.core;

import java.io.ByteArrayOutputStream;

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
     * @throws IllegalArgumentException if it made it of none: every value has one encoded form, and no other is read
     */
    public static String decode(String encoded) {
        String value = unescape(encoded);
        if (!encode(value).equals(encoded)) {
            throw new IllegalArgumentException("No value is encoded so.");
        }
        return value;
    }

    /** Whether {@link #encode} made {@code text} of some value. */
    static boolean isEncoded(String text) {
        try {
            decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The value of a text in which more may be escaped than need be.
     *
     * @throws IllegalArgumentException if an escape is none, or the bytes are not UTF-8
     */
    static String unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '!') {
                bytes.write(digit(escaped, i + 1) << 4 | digit(escaped, i + 2));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw new IllegalArgumentException("A letter is not escaped that would be.");
            }
        }
        return Utf8.decode(bytes.toByteArray(), "What is escaped");
    }

    // Integer.parseInt takes signs, lower case, and the digits of every script.
    private static int digit(String escaped, int index) {
        int digit = index < escaped.length() ? HEX.indexOf(escaped.charAt(index)) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException("An escape has two upper-case hexadecimal digits.");
        }
        return digit;
    }

    private static boolean isLiteral(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-';
    }
}
