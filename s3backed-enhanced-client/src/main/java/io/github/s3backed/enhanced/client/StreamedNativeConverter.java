package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.StreamedPayload;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The native form of bytes that are streamed where they are S3-backed. */
final class StreamedNativeConverter implements AttributeConverter<StreamedPayload> {

    @Override
    public AttributeValue transformFrom(StreamedPayload payload) {
        throw new IllegalStateException("A streamed payload has no native form, and the table is written natively. End"
                + " nativeValues(READ_AND_WRITE) to store it. Nothing was sent or stored.");
    }

    @Override
    public StreamedPayload transformTo(AttributeValue attribute) {
        return StreamedPayload.of(attribute.b().asInputStream());
    }

    @Override
    public EnhancedType<StreamedPayload> type() {
        return EnhancedType.of(StreamedPayload.class);
    }

    @Override
    public AttributeValueType attributeValueType() {
        return AttributeValueType.B;
    }
}
