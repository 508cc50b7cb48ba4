package io.github.s3backed.core;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Text, without the strictness of the real codec. */
class Utf8Serializer implements PayloadSerializer<String> {

    @Override
    public String id() {
        return "text";
    }

    @Override
    public String contentType() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public Type type() {
        return String.class;
    }

    @Override
    public void serialize(String value, OutputStream out) throws IOException {
        out.write(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String deserialize(InputStream in, long length) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
