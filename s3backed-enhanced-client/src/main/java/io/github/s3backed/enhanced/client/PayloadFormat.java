package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.PayloadSerializer;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** How an attribute's values become bytes: by a serializer at hand, or by one that is found by its id for a Java type. */
record PayloadFormat(String id, Type type, @Nullable PayloadSerializer<?> given) {

    static final String TEXT = "text";
    static final String BINARY = "binary";
    static final String JSON = "json";

    private static final Set<Type> TEXTS = Set.of(String.class, CharSequence.class);
    private static final Set<Type> BINARIES = Set.of(byte[].class, ByteBuffer.class, SdkBytes.class);

    static PayloadFormat of(PayloadSerializer<?> serializer) {
        return new PayloadFormat(serializer.id(), serializer.type(), serializer);
    }

    /**
     * The format with an id.
     *
     * @param id empty for the usual one of the type
     */
    static PayloadFormat of(String id, Type type) {
        return new PayloadFormat(id.isEmpty() ? usualFor(type) : id, type, null);
    }

    private static String usualFor(Type type) {
        return TEXTS.contains(type) ? TEXT : BINARIES.contains(type) ? BINARY : JSON;
    }

    PayloadSerializer<?> serializer(Serializers found) {
        if (given != null) {
            return given;
        }
        if (id.equals(BINARY) && type.equals(SdkBytes.class)) {
            return ConvertedSerializer.sdkBytes(found.require(id, byte[].class));
        }
        if (id.equals(TEXT) && type.equals(CharSequence.class)) {
            return ConvertedSerializer.charSequence(found.require(id, String.class));
        }
        return found.require(id, type);
    }
}
