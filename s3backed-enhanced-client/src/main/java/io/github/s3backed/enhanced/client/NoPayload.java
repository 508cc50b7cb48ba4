package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;

/** Stands where a pipeline is built for nothing but to have its settings checked. */
enum NoPayload implements PayloadSerializer<Void> {
    INSTANCE;

    @Override
    public String id() {
        return "none";
    }

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public Type type() {
        return Void.class;
    }

    @Override
    public void serialize(Void value, OutputStream out) throws IOException {
        throw new IOException("there is no such payload");
    }

    @Override
    public Void deserialize(InputStream in, long length) throws IOException {
        throw new IOException("there is no such payload");
    }
}
