package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.Function;

/** Two functions as a serializer. */
record FunctionSerializer<T>(
        String id, Type type, Function<? super T, byte[]> serializer, Function<byte[], ? extends T> deserializer)
        implements PayloadSerializer<T> {

    FunctionSerializer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(serializer, "serializer");
        Objects.requireNonNull(deserializer, "deserializer");
    }

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public void serialize(T value, OutputStream out) throws IOException {
        out.write(serializer.apply(value));
    }

    @Override
    public T deserialize(InputStream in, long length) throws IOException {
        return deserializer.apply(in.readAllBytes());
    }
}
