package io.github.s3backed.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How DynamoDB would hold what is known as serialized bytes alone, where both are one and the same. The names are exported. */
enum SerializedForm implements NativeForm<byte[]> {
    /** Text in UTF-8. */
    S {
        @Override
        public AttributeValue write(byte[] value) {
            try {
                return AttributeValue.fromS(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(value))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("It is no text in UTF-8.", e);
            }
        }

        @Override
        public byte[] read(AttributeValue held) {
            return SdkBytes.fromUtf8String(required(held.s(), held)).asByteArrayUnsafe();
        }
    },
    /** Bytes. */
    B {
        @Override
        public AttributeValue write(byte[] value) {
            return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value));
        }

        @Override
        public byte[] read(AttributeValue held) {
            return required(held.b(), held).asByteArrayUnsafe();
        }
    };

    /** That of an attribute's values; empty where only its own converter knows. */
    static Optional<SerializedForm> of(S3BackedAttribute attribute) {
        return switch (attribute.form()) {
            case STRING -> Optional.of(S);
            case BYTES -> Optional.of(B);
            case HANDLE -> attribute.nativeForm() == null ? Optional.empty() : ofTyped(attribute);
        };
    }

    private static Optional<SerializedForm> ofTyped(S3BackedAttribute attribute) {
        if (attribute.nativeForm() instanceof SerializedForm known) {
            return Optional.of(known);
        }
        boolean text = attribute.serializer().type() == String.class
                && attribute.serializer().contentType().equals(NativeText.TEXT.contentType());
        boolean bytes = attribute.serializer().type() == byte[].class
                && attribute.serializer().id().equals(NativeBytes.BINARY.id());
        return text && attribute.serializer().id().equals(NativeText.TEXT.id())
                ? Optional.of(S)
                : bytes ? Optional.of(B) : Optional.empty();
    }

    private static <T> T required(@Nullable T value, AttributeValue held) {
        if (value == null) {
            throw new IllegalArgumentException("It is of type " + held.type() + ".");
        }
        return value;
    }
}
