package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.dynamodb.PayloadHandle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class S3BackedAttributeConverterTest {

    private static final S3BackedAttributeConverter<String> TEXT = S3BackedAttributeConverter.text();
    private static final EnhancedType<Map<String, Object>> MAP = EnhancedType.mapOf(String.class, Object.class);

    static List<StaticAttributeTag> keys() {
        return KeyAttributesTest.keys().map(named -> named.getPayload()).toList();
    }

    @Test
    void aValueIsHandedOverAndTakenBackAsItIs() {
        Map<String, Object> value = Map.of("a", 1);
        S3BackedAttributeConverter<Map<String, Object>> converter = S3BackedAttributeConverter.json(MAP);

        assertThat(converter.transformTo(converter.transformFrom(value))).isSameAs(value);
        assertThat(PayloadHandle.in(converter.transformFrom(value))).isPresent();
    }

    @Test
    void nullIsNull() {
        assertThat(TEXT.transformFrom(null)).isEqualTo(AttributeValue.fromNul(true));
        assertThat(TEXT.transformTo(AttributeValue.fromNul(true))).isNull();
    }

    @Test
    void itsNativeFormIsTheSdks() {
        assertThat(nativeForm(TEXT, "text")).isEqualTo(AttributeValue.fromS("text"));
        assertThat(nativeForm(S3BackedAttributeConverter.binary(), new byte[] {1}))
                .isEqualTo(AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1})));
        assertThat(nativeForm(S3BackedAttributeConverter.json(EnhancedType.listOf(String.class)), List.of("a")))
                .isEqualTo(AttributeValue.fromL(List.of(AttributeValue.fromS("a"))));
    }

    @Test
    void aTypeThatTheSdkDoesNotKnowHasNoNativeForm() {
        assertThatIllegalStateException()
                .isThrownBy(() -> nativeForm(S3BackedAttributeConverter.json(MAP), Map.of()))
                .withMessageContaining("has no native form: the SDK has no converter for java.util.Map");
    }

    @Test
    void whatAnotherClientReadIsRefused() {
        for (AttributeValue read : List.of(
                AttributeValue.fromS("s3://bucket/key"),
                AttributeValue.fromB(SdkBytes.fromUtf8String("envelope")),
                AttributeValue.fromN("1"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> TEXT.transformTo(read))
                    .withMessageContaining("it came as type " + read.type())
                    .withMessageContaining("S3BackedEnhancedClient");
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyOfAStaticSchemaIsRefused(StaticAttributeTag key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticTableSchema.builder(Post.class)
                        .newItemSupplier(Post::new)
                        .addAttribute(
                                String.class,
                                a -> a.name("body")
                                        .getter(Post::getBody)
                                        .setter(Post::setBody)
                                        .attributeConverter(TEXT)
                                        .tags(key))
                        .build())
                .withMessageContaining("'body'");
    }

    @Test
    void itIsRegisteredUnderItsNameWithASerializerThatIsFound() {
        assertThat(TEXT.compressor("zstd")
                        .threshold(0)
                        .template(KeyTemplate.EXCLUSIVE)
                        .formerTemplates(KeyTemplate.PYNAMODB_MATE)
                        .attribute("body", Serializers.discover(), name -> {
                            throw new AssertionError(name);
                        })
                        .name())
                .isEqualTo("body");
        assertThatThrownBy(() -> TEXT.store("second").attribute("body", Serializers.discover(), name -> {
                    throw new IllegalArgumentException("asked for " + name);
                }))
                .hasMessage("asked for second");
    }

    @Test
    void aSerializerOfTheCallersOwnIsUsedAsItIs() {
        FunctionSerializer<Integer> serializer = new FunctionSerializer<>(
                "int", Integer.class, value -> new byte[] {value.byteValue()}, bytes -> (int) bytes[0]);
        S3BackedAttributeConverter<Integer> converter =
                S3BackedAttributeConverter.of(EnhancedType.of(Integer.class), serializer);

        assertThat(PayloadFormat.of(serializer).serializer(Serializers.discover()))
                .isSameAs(serializer);
        assertThat(converter.transformTo(converter.transformFrom(1))).isEqualTo(1);
        assertThat(converter.type()).isEqualTo(EnhancedType.of(Integer.class));
    }

    private static <T> AttributeValue nativeForm(S3BackedAttributeConverter<T> converter, T value) {
        return PayloadHandle.in(converter.transformFrom(value))
                .orElseThrow()
                .nativeValue()
                .orElseThrow();
    }
}
