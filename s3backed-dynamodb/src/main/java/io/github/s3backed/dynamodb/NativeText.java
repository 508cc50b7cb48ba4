package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of an attribute of type S, in UTF-8 and nothing else: what has no form in it, such as half a surrogate pair, is
 * refused and not replaced.
 */
enum NativeText implements PayloadSerializer<String> {
    TEXT("text", "text/plain; charset=utf-8"),
    JSON("json", "application/json");

    private static final int CHUNK = 16 * 1024;

    private final String id;
    private final String contentType;

    NativeText(String id, String contentType) {
        this.id = id;
        this.contentType = contentType;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Type type() {
        return String.class;
    }

    @Override
    public void serialize(String value, OutputStream out) throws IOException {
        var encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.wrap(value);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (true) {
            var result = encoder.encode(text, chunk, true);
            out.write(chunk.array(), 0, chunk.position());
            chunk.clear();
            if (result.isError()) {
                result.throwException();
            }
            if (result.isUnderflow()) {
                return; // UTF-8 has no state to flush.
            }
        }
    }

    @Override
    public String deserialize(InputStream in, long length) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(PayloadSerializer.readAllBytes(in, length)))
                .toString();
    }
}
