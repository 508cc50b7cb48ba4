package io.github.s3backed.enhanced.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.MissingProviderException;
import io.github.s3backed.enhanced.client.S3BackedConverterConfig.Builder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3BackedConverterConfigTest {

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");

    private Builder builder() {
        return S3BackedConverterConfig.builder().blobStore(store);
    }

    @Test
    void aBlobStoreIsRequired() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3BackedConverterConfig.builder().build())
                .withMessageContaining("blobStore");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{table}", "{item}", "{partitionKey}", "{sortKey}", "{epoch}"})
    void aTemplateThatNamesWhatAConverterDoesNotKnowIsRefused(String placeholder) {
        KeyTemplate template = KeyTemplate.of("s3backed/" + placeholder + "/{fingerprint}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyTemplate(template).build())
                .withMessageContaining(template.toString())
                .withMessageContaining("neither table, item, keys nor epoch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{table}", "{item}", "{partitionKey}", "{sortKey}"})
    void aFormerTemplateWhoseReferencesCannotBeCheckedIsRefused(String placeholder) {
        KeyTemplate template = KeyTemplate.of("s3backed/" + placeholder + "/{fingerprint}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().formerKeyTemplates(template).build())
                .withMessageContaining(template.toString());
    }

    @Test
    void aFormerTemplateMayHoldAnEpochBecauseItIsOnlyReadBy() {
        assertThat(builder()
                        .formerKeyTemplates(KeyTemplate.of("{epoch}/{fingerprint}"))
                        .build())
                .isNotNull();
    }

    @Test
    void aTemplateWithTheAttributeNeedsItsName() {
        KeyTemplate template = KeyTemplate.of("{attribute}/{fingerprint}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyTemplate(template).build())
                .withMessageContaining("set attributeName");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().formerKeyTemplates(template).build())
                .withMessageContaining("set attributeName");
        assertThat(builder().keyTemplate(template).attributeName("body").build())
                .isNotNull();
    }

    @Test
    void aCompressorThatIsNotThereIsAnErrorWhenBuilt() {
        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> builder().compressor("no-such").build())
                .withMessageContaining("'no-such'")
                .withMessageContaining("gzip, identity");
    }

    @Test
    void twoStoresWithOneLocationAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().readFrom(MemoryBlobStore.create("bucket")).build())
                .withMessageContaining("mem://bucket");
    }

    @Test
    void numbersOutOfRangeAreRefusedWhenBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().threshold(-1).build())
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().threshold(409_601).build())
                .withMessageContaining("409601");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maxPayloadBytes(0).build())
                .withMessageContaining("0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().trustSharedObjectsFor(Duration.ofSeconds(-1)).build())
                .withMessageContaining("PT-1S");
    }

    @Test
    void whatPynamodbMateCannotReadIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .pynamodbMateCompatible(true)
                        .compressor("zstd")
                        .build())
                .withMessageContaining("'zstd'");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder().pynamodbMateCompatible(true).threshold(4096).build())
                .withMessageContaining("4096");
        assertThat(builder().pynamodbMateCompatible(true).compressor("identity").build())
                .isNotNull();
    }

    @Test
    void anEmptyAttributeNameIsRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().attributeName(""));
    }

    @Test
    @SuppressWarnings("DataFlowIssue") // the nulls are what is tested
    void nullsAreRefusedAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> builder().blobStore(null));
        assertThatNullPointerException().isThrownBy(() -> builder().keyTemplate(null));
        assertThatNullPointerException().isThrownBy(() -> builder().compressor(null));
        assertThatNullPointerException().isThrownBy(() -> builder().trustSharedObjectsFor(null));
        assertThatNullPointerException().isThrownBy(() -> builder().serializers(null));
        assertThatNullPointerException().isThrownBy(() -> builder().compressors(null));
    }

    @Test
    void aBuilderThatBeginsWithAConfigurationKeepsAllOfIt() {
        S3BackedConverterConfig config = builder()
                .keyTemplate(KeyTemplate.of("{attribute}/{fingerprint}"))
                .formerKeyTemplates(KeyTemplate.PYNAMODB_MATE)
                .readFrom(MemoryBlobStore.create("former"))
                .attributeName("body")
                .compressor("identity")
                .threshold(100)
                .maxPayloadBytes(1000)
                .trustSharedObjectsFor(Duration.ofMinutes(1))
                .build();

        assertThat(config.toBuilder().build()).usingRecursiveComparison().isEqualTo(config);
    }

    @Test
    void changingABuilderAfterwardsDoesNotChangeWhatItBuilt() {
        Builder builder = builder();
        S3BackedConverterConfig config = builder.build();

        builder.formerKeyTemplates(KeyTemplate.of("{fingerprint}"));

        assertThat(config).usingRecursiveComparison().isEqualTo(builder().build());
    }
}
