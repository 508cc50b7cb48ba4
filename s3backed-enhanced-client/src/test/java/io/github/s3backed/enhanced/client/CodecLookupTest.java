package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.MissingProviderException;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.enhanced.client.S3BackedConfigurations.Registration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

/** How converters find the serializers of their formats. */
class CodecLookupTest {

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");
    private final S3BackedConverterConfig config = S3BackedConverterConfig.create(store);

    @Test
    void aFormatThatIsNotThereIsAnErrorWhenTheConverterIsMade() {
        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> new AnyConverter<>(EnhancedType.of(String.class), "protobuf", config))
                .withMessageContaining("'protobuf'")
                .withMessageContaining("Found: binary, json, text.");
    }

    @Test
    void aFormatThatIsNotThereIsAnErrorAtTheFirstValueOfABean() {
        AnyConverter<String> converter = new AnyConverter<>(EnhancedType.of(String.class), "protobuf", "lookups");
        Registration registration = S3BackedConfigurations.register("lookups", config);
        try {
            assertThatExceptionOfType(MissingProviderException.class)
                    .isThrownBy(() -> converter.transformFrom("hello"));
        } finally {
            registration.close();
        }
    }

    @Test
    void aTypeThatTheFormatCannotHoldIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnyConverter<>(EnhancedType.of(Integer.class), "text", config))
                .withMessageContaining("java.lang.Integer");
    }

    @Test
    void aSerializerThatIsGivenWinsOverTheOneThatIsFound() {
        FunctionSerializer<String> shouting = new FunctionSerializer<>(
                "text", String.class, text -> (text + "!").getBytes(UTF_8), bytes -> new String(bytes, UTF_8));
        BigTextConverter converter = new BigTextConverter(
                config.toBuilder().serializers(Serializers.discover(shouting)).build());

        assertThat(converter.transformTo(converter.transformFrom("hello"))).isEqualTo("hello!");
    }

    @Test
    void jsonHoldsATypeWithArguments() {
        JsonConverter<List<Line>> converter = new JsonConverter<>(EnhancedType.listOf(Line.class), config);
        List<Line> lines = List.of(new Line("pen", 2), new Line("ink", 1));

        assertThat(converter.transformTo(converter.transformFrom(lines))).isEqualTo(lines);
    }

    record Line(String what, int count) {}

    private static final class AnyConverter<T> extends S3BackedConverter<T> {

        AnyConverter(EnhancedType<T> type, String serializerId, S3BackedConverterConfig config) {
            super(type, serializerId, config);
        }

        AnyConverter(EnhancedType<T> type, String serializerId, String configurationName) {
            super(type, serializerId, configurationName);
        }
    }
}
