package io.github.s3backed.enhanced.client;

import io.github.s3backed.dynamodb.NativeForm;
import java.util.function.Supplier;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The native form of values as a converter of the SDK makes and reads it. */
record ConvertedForm<T>(Supplier<AttributeConverter<T>> converter) implements NativeForm<T> {

    @Override
    public AttributeValue write(T value) {
        return converter.get().transformFrom(value);
    }

    @Override
    public T read(AttributeValue held) {
        return converter.get().transformTo(held);
    }
}
