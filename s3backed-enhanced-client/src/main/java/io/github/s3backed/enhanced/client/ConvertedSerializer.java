package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;

/** A serializer for another Java type, which holds the same as the serializer's own; the bytes are the same. */
record ConvertedSerializer<T, U>(PayloadSerializer<U> serializer, Type type, Function<T, U> to, Function<U, T> from)
        implements PayloadSerializer<T> {

    static PayloadSerializer<SdkBytes> sdkBytes(PayloadSerializer<byte[]> serializer) {
        return new ConvertedSerializer<>(
                serializer, SdkBytes.class, SdkBytes::asByteArrayUnsafe, SdkBytes::fromByteArrayUnsafe);
    }

    static PayloadSerializer<CharSequence> charSequence(PayloadSerializer<String> serializer) {
        return new ConvertedSerializer<>(serializer, CharSequence.class, CharSequence::toString, text -> text);
    }

    @Override
    public String id() {
        return serializer.id();
    }

    @Override
    public String contentType() {
        return serializer.contentType();
    }

    @Override
    public void serialize(T value, OutputStream out) throws IOException {
        serializer.serialize(to.apply(value), out);
    }

    @Override
    public T deserialize(InputStream in, long length) throws IOException {
        return from.apply(serializer.deserialize(in, length));
    }

    @Override
    public Optional<BlobContent> contentOf(T value) {
        return serializer.contentOf(to.apply(value));
    }
}
