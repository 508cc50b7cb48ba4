package io.github.s3backed.core;

/** Lower-case hexadecimal digits. Read on every way in and out, where a regular expression would be seen in a profile. */
final class Hex {

    private Hex() {}

    /** Whether {@code text} is so many lower-case hexadecimal digits and nothing else. */
    static boolean is(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
