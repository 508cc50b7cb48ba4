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

    /** What converters that do not leave values as they are would do something to. */
    private static final String TEXT_PROBE = " S3backed \u00e9\ud83d\ude00 \"{}\n\t\u0000 ";

    private static final byte[] BYTES_PROBE = {0, 1, -1, 31, -117, 32};

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
        return text
                        && isPlain(attribute.nativeForm(), TEXT_PROBE, AttributeValue.fromS(TEXT_PROBE))
                        && attribute.serializer().id().equals(NativeText.TEXT.id())
                ? Optional.of(S)
                : bytes
                                && isPlain(
                                        attribute.nativeForm(),
                                        BYTES_PROBE,
                                        AttributeValue.fromB(SdkBytes.fromByteArray(BYTES_PROBE)))
                        ? Optional.of(B)
                        : Optional.empty();
    }

    /** Whether a converter leaves a value as it is: one of the application's own may encode or encrypt it. */
    @SuppressWarnings("unchecked") // Who asks has looked at the type of the attribute's values.
    private static boolean isPlain(NativeForm<?> form, Object probe, AttributeValue held) {
        try {
            return ((NativeForm<Object>) form).write(probe).equals(held);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static <T> T required(@Nullable T value, AttributeValue held) {
        if (value == null) {
            throw new IllegalArgumentException("It is of type " + held.type() + ".");
        }
        return value;
    }
}
