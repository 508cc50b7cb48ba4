package io.github.s3backed.codec.binary;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Optional;

/** {@link BinarySerializer} for streams. */
final class InputStreamSerializer implements PayloadSerializer<InputStream> {

    @Override
    public String id() {
        return BinarySerializer.ID;
    }

    @Override
    public String contentType() {
        return BinarySerializer.CONTENT_TYPE;
    }

    @Override
    public Type type() {
        return InputStream.class;
    }

    @Override
    public void serialize(InputStream value, OutputStream out) throws IOException {
        value.transferTo(out);
    }

    @Override
    public InputStream deserialize(InputStream in, long length) throws IOException {
        return new ByteArrayInputStream(PayloadSerializer.readAllBytes(in, length));
    }

    @Override
    public Optional<? extends PayloadSerializer<?>> forType(Type type) {
        return BinarySerializer.find(type);
    }
}
