package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.LazyPayload;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The native form of a value that is lazy where it is S3-backed. */
final class LazyNativeConverter<T> implements AttributeConverter<LazyPayload<T>> {

    private final AttributeConverter<T> converter;

    LazyNativeConverter(AttributeConverter<T> converter) {
        this.converter = converter;
    }

    @Override
    public AttributeValue transformFrom(LazyPayload<T> payload) {
        if (!payload.isFetched()) {
            throw new IllegalStateException(
                    "A lazy payload that was not fetched has no native form, and the table is written"
                            + " natively. Fetch it first, or end nativeValues(READ_AND_WRITE). Nothing was sent or stored.");
        }
        return converter.transformFrom(payload.get());
    }

    @Override
    public LazyPayload<T> transformTo(AttributeValue attribute) {
        return LazyPayload.of(converter.transformTo(attribute));
    }

    @Override
    public EnhancedType<LazyPayload<T>> type() {
        return lazy(converter.type());
    }

    @Override
    public AttributeValueType attributeValueType() {
        return converter.attributeValueType();
    }

    @SuppressWarnings("unchecked") // the token of the very type
    static <T> EnhancedType<LazyPayload<T>> lazy(EnhancedType<T> value) {
        return (EnhancedType<LazyPayload<T>>) EnhancedType.of(JavaTypes.of(LazyPayload.class, value));
    }
}
