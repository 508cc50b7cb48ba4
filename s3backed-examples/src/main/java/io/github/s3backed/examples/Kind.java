package io.github.s3backed.examples;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a file is stored as. */
enum Kind {
    TEXT("text"),
    JSON("json"),
    BINARY("binary");

    private final String attribute;

    Kind(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute of the item that holds it. */
    String attribute() {
        return attribute;
    }

    /** JSON if it is one object and nothing else, text if it is valid UTF-8 without NUL, else binary. */
    static Kind of(byte[] content) {
        if (!isText(content)) {
            return BINARY;
        }
        return Json.isObject(content) ? JSON : TEXT;
    }

    private static boolean isText(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .chars()
                    .noneMatch(character -> character == 0);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
