package io.github.s3backed.core;

import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;

/** Bytes as they are. */
final class BytesSerializer implements PayloadSerializer<byte[]> {

    @Override
    public String id() {
        return "binary";
    }

    @Override
    public String contentType() {
        return "application/octet-stream";
    }

    @Override
    public Type type() {
        return byte[].class;
    }

    @Override
    public void serialize(byte[] value, OutputStream out) throws IOException {
        out.write(value);
    }

    @Override
    public byte[] deserialize(InputStream in, long length) throws IOException {
        return in.readAllBytes();
    }
}
