package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Optional;

/** What another serializer makes of values, for tools that do not have it: bytes as they are, under its id. */
record SerializedBytes(String id, String contentType) implements PayloadSerializer<byte[]> {

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

    @Override
    public Optional<BlobContent> contentOf(byte[] value) {
        return Optional.of(BlobContent.of(value));
    }
}
