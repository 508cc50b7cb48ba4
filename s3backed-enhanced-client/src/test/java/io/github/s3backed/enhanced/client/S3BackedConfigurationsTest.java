package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.enhanced.client.S3BackedConfigurations.Registration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;

class S3BackedConfigurationsTest {

    private final List<Registration> registrations = new ArrayList<>();
    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");
    private final S3BackedConverterConfig config = S3BackedConverterConfig.create(store);

    private Registration register(String name, S3BackedConverterConfig config) {
        Registration registration = S3BackedConfigurations.register(name, config);
        registrations.add(registration);
        return registration;
    }

    @AfterEach
    void unregister() {
        registrations.forEach(Registration::close);
    }

    @Test
    void aConverterThatNamesAConfigurationUsesIt() {
        register("letters", config);

        new NamedConverter("letters").transformFrom("hello");

        assertThat(store.keys()).hasSize(1);
    }

    @Test
    void aConfigurationMayBeRegisteredAfterItsConverterWasMade() {
        NamedConverter converter = new NamedConverter("letters");
        register("letters", config);

        assertThat(converter.transformTo(converter.transformFrom("hello"))).isEqualTo("hello");
    }

    @Test
    void aMissingNameIsAnErrorThatSaysWhatThereIsAndWhatToCall() {
        register("zebras", config);
        register("ants", config);

        assertThatIllegalStateException()
                .isThrownBy(() -> new NamedConverter("letters").transformFrom("hello"))
                .withMessageContaining("'letters'")
                .withMessageContaining("Registered: ants, zebras.")
                .withMessageContaining("S3BackedConfigurations.register(\"letters\", config)");
    }

    @Test
    void anotherConfigurationUnderTheSameNameIsRefused() {
        register("letters", config);

        assertThatIllegalStateException()
                .isThrownBy(() -> register("letters", S3BackedConverterConfig.create(MemoryBlobStore.create("other"))))
                .withMessageContaining("'letters'");
        new NamedConverter("letters").transformFrom("hello");
        assertThat(store.keys()).hasSize(1);
    }

    @Test
    void theSameConfigurationMayBeRegisteredAgain() {
        register("letters", config);
        register("letters", config);

        assertThat(new NamedConverter("letters").transformFrom("hello").s()).startsWith("mem://bucket/");
    }

    @Test
    void aClosedRegistrationFreesTheNameForAnother() {
        NamedConverter converter = new NamedConverter("letters");
        Registration first = register("letters", config);
        converter.transformFrom("hello");

        first.close();
        register("letters", S3BackedConverterConfig.create(MemoryBlobStore.create("other")));

        assertThat(converter.transformFrom("hello").s()).startsWith("mem://other/");
    }

    @Test
    void closingLateDoesNotTakeTheNameFromAnother() {
        Registration first = register("letters", config);
        first.close();
        register("letters", S3BackedConverterConfig.create(MemoryBlobStore.create("other")));

        first.close();

        assertThat(new NamedConverter("letters").transformFrom("hello").s()).startsWith("mem://other/");
    }

    @Test
    void closingTwiceDoesNotUndoALaterRegistrationOfTheSame() {
        Registration first = register("letters", config);
        first.close();
        register("letters", config);

        first.close();

        assertThat(new NamedConverter("letters").transformFrom("hello").s()).startsWith("mem://bucket/");
    }

    @Test
    void anEmptyNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> register("", config));
    }

    private static final class NamedConverter extends S3BackedConverter<String> {

        NamedConverter(String name) {
            super(
                    EnhancedType.of(String.class),
                    new FunctionSerializer<>(
                            "test-text", String.class, text -> text.getBytes(UTF_8), bytes -> new String(bytes, UTF_8)),
                    name);
        }
    }
}
