package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.LazyPayload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes a plain converter lazy: reading an item costs no request to the store, and its value is fetched when somebody asks for it. One
 * that was not fetched is written by a copy inside the store, under a key of its own, where the template gives it one.
 *
 * <pre>{@code
 * public static final class LazyBodyConverter extends LazyConverter<String> {
 *     public LazyBodyConverter() {
 *         super(new BodyConverter());
 *     }
 * }
 * }</pre>
 *
 * <p>What the plain converters cannot do is said at {@link S3BackedConverter}: it blocks on writes, and nothing is rolled back or
 * deleted. Immutable and safe for use by many threads.
 *
 * @param <T> the Java type of the value
 */
public class LazyConverter<T> implements AttributeConverter<LazyPayload<T>> {

    private final S3BackedConverter<T> converter;

    /** A converter that stores and fetches as {@code converter} does. */
    public LazyConverter(S3BackedConverter<T> converter) {
        this.converter = Objects.requireNonNull(converter, "converter");
    }

    /**
     * Stores a payload and waits for it, as {@link S3BackedConverter#transformFrom} does.
     *
     * @param payload null becomes NULL
     * @throws io.github.s3backed.core.BlobNotFoundException if it was not fetched, and its object is gone
     */
    @Override
    public AttributeValue transformFrom(@Nullable LazyPayload<T> payload) {
        return payload == null ? AttributeValue.fromNul(true) : converter.store(payload);
    }

    /**
     * Takes over a reference, and sends nothing.
     *
     * @return null for NULL
     * @throws io.github.s3backed.core.InvalidReferenceException as {@link S3BackedConverter#transformTo} does
     */
    @Override
    public @Nullable LazyPayload<T> transformTo(AttributeValue attribute) {
        return converter.lazy(attribute);
    }

    @Override
    public EnhancedType<LazyPayload<T>> type() {
        return LazyNativeConverter.lazy(converter.type());
    }

    /** As {@link S3BackedConverter#attributeValueType}. */
    @Override
    public final AttributeValueType attributeValueType() {
        return converter.attributeValueType();
    }
}
