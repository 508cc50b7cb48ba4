package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.dynamodb.NativeForm;
import java.util.function.Supplier;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The same for an attribute that is lazy, whose serializer handles what the converter takes within a {@link LazyPayload}. */
record LazyForm(Supplier<? extends AttributeConverter<?>> converter) implements NativeForm<Object> {

    @SuppressWarnings("unchecked") // The converter of a lazy attribute is one of lazy payloads.
    private AttributeConverter<LazyPayload<Object>> ofPayloads() {
        return (AttributeConverter<LazyPayload<Object>>) converter.get();
    }

    @Override
    public AttributeValue write(Object value) {
        return ofPayloads().transformFrom(LazyPayload.of(value));
    }

    @Override
    public Object read(AttributeValue held) {
        return ofPayloads().transformTo(held).get();
    }
}
