package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;

/** Reads what another serializer wrote to its end, and makes nothing of it but its length. */
final class DrainingSerializer implements PayloadSerializer<Long> {

    private final PayloadSerializer<?> other;

    DrainingSerializer(PayloadSerializer<?> other) {
        this.other = other;
    }

    @Override
    public String id() {
        return other.id();
    }

    @Override
    public String contentType() {
        return other.contentType();
    }

    @Override
    public Type type() {
        return Long.class;
    }

    @Override
    public void serialize(Long value, OutputStream out) throws IOException {
        throw new IOException("This serializer reads only.");
    }

    @Override
    public Long deserialize(InputStream in, long length) throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }
}
