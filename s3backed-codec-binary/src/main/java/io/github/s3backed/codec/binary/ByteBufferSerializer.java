package io.github.s3backed.codec.binary;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** {@link BinarySerializer} for buffers. */
final class ByteBufferSerializer implements PayloadSerializer<ByteBuffer> {

    private static final int CHUNK = 8 * 1024;

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
        return ByteBuffer.class;
    }

    @Override
    public void serialize(ByteBuffer value, OutputStream out) throws IOException {
        if (value.hasArray()) {
            out.write(value.array(), value.arrayOffset() + value.position(), value.remaining());
            return;
        }
        ByteBuffer rest = value.duplicate();
        byte[] chunk = new byte[Math.min(CHUNK, rest.remaining())];
        while (rest.hasRemaining()) {
            int count = Math.min(chunk.length, rest.remaining());
            rest.get(chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }

    @Override
    public ByteBuffer deserialize(InputStream in, long length) throws IOException {
        return ByteBuffer.wrap(PayloadSerializer.readAllBytes(in, length));
    }

    @Override
    public Optional<BlobContent> contentOf(ByteBuffer value) {
        return Optional.of(BlobContent.of(List.of(value), null));
    }

    @Override
    public Optional<? extends PayloadSerializer<?>> forType(Type type) {
        return BinarySerializer.find(type);
    }
}
