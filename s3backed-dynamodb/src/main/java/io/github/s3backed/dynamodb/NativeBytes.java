package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Optional;

/** The bytes of an attribute of type B. */
enum NativeBytes implements PayloadSerializer<byte[]> {
    BINARY;

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
        return PayloadSerializer.readAllBytes(in, length);
    }

    @Override
    public Optional<BlobContent> contentOf(byte[] value) {
        return Optional.of(BlobContent.of(value));
    }
}
