package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * How an attribute's values become bytes: by a serializer at hand, or by one that is found by its id for a Java type; and when they
 * are fetched.
 */
record PayloadFormat(String id, Type type, @Nullable PayloadSerializer<?> given, Fetch fetch) {

    static final String TEXT = "text";
    static final String BINARY = "binary";
    static final String JSON = "json";

    private static final Set<Type> TEXTS = Set.of(String.class, CharSequence.class);
    private static final Set<Type> BINARIES = Set.of(byte[].class, ByteBuffer.class, SdkBytes.class);

    /** When the object of an item that is read is fetched. */
    enum Fetch {
        WITH_ITEM,
        LAZY,
        STREAMED
    }

    static PayloadFormat of(PayloadSerializer<?> serializer) {
        return new PayloadFormat(serializer.id(), serializer.type(), serializer, Fetch.WITH_ITEM);
    }

    static PayloadFormat streamed() {
        return new PayloadFormat(BINARY, StreamedPayload.class, null, Fetch.STREAMED);
    }

    /**
     * The format with an id.
     *
     * @param id empty for the usual one of the type
     */
    static PayloadFormat of(String id, Type type) {
        if (type == StreamedPayload.class) {
            if (!id.isEmpty() && !id.equals(BINARY)) {
                throw new IllegalArgumentException(
                        "A StreamedPayload is stored as its bytes, by the serializer 'binary', and not by '" + id
                                + "'.");
            }
            return streamed();
        }
        Optional<Type> lazy = valueOfLazy(type);
        if (lazy.isPresent()) {
            return of(id, lazy.get()).lazy();
        }
        return new PayloadFormat(id.isEmpty() ? usualFor(type) : id, type, null, Fetch.WITH_ITEM);
    }

    private static String usualFor(Type type) {
        return TEXTS.contains(type) ? TEXT : BINARIES.contains(type) ? BINARY : JSON;
    }

    /** What a {@code LazyPayload} holds; empty for any other type. */
    static Optional<Type> valueOfLazy(Type type) {
        if (type == LazyPayload.class) {
            throw new IllegalArgumentException("A LazyPayload must say of what: LazyPayload<String>, for example.");
        }
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == LazyPayload.class
                ? Optional.of(parameterized.getActualTypeArguments()[0])
                : Optional.empty();
    }

    /** The same, fetched when somebody asks for the value. */
    PayloadFormat lazy() {
        if (fetch != Fetch.WITH_ITEM) {
            throw new IllegalArgumentException("What is lazy or streamed cannot be made lazy once more.");
        }
        return new PayloadFormat(id, type, given, Fetch.LAZY);
    }

    S3BackedAttribute.Builder attribute(String name, Serializers found) {
        return switch (fetch) {
            case WITH_ITEM -> S3BackedAttribute.typed(name, serializer(found));
            case LAZY -> S3BackedAttribute.typed(name, serializer(found)).lazy();
            case STREAMED -> S3BackedAttribute.streamed(name);
        };
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
