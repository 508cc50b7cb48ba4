package io.github.s3backed.store.s3;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What S3 takes. */
final class S3Keys {

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
    static final int MAX_TAGS = 10;

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
    private static final int MAX_BYTES = 1024;

    private S3Keys() {}

    static void require(String key) {
        int bytes = utf8Length(key);
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A key has 1 to " + MAX_BYTES + " bytes of UTF-8, but had " + bytes + ".");
        }
    }

    private static int utf8Length(String key) {
        try {
            // Unlike String.getBytes it does not replace what it cannot encode, so that two keys would become one.
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(key))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("A key holds an unpaired surrogate, which UTF-8 cannot encode.", e);
        }
    }
}
