package io.github.s3backed.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 that refuses what it cannot hold, where {@link String#getBytes} would put a {@code ?}. */
final class Utf8 {

    private Utf8() {}

    /** @throws IllegalArgumentException if {@code text} has an unpaired surrogate */
    static byte[] encode(String text, String what) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " holds an unpaired surrogate, which UTF-8 cannot encode.", e);
        }
    }

    /** @throws IllegalArgumentException if {@code bytes} are not UTF-8 */
    static String decode(byte[] bytes, String what) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " is not UTF-8.", e);
        }
    }
}
