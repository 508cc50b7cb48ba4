package io.github.s3backed.enhanced.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadTooLargeException;
import io.github.s3backed.core.SerializationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class S3BackedConverterTest {

    // sha256("hello")
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");
    private final S3BackedConverter<String> converter = Converters.text(store);

    @Test
    void aValueBecomesAReferenceByTheAncestorsTemplate() {
        assertThat(converter.transformFrom("hello"))
                .isEqualTo(AttributeValue.fromS("mem://bucket/pynamodb-mate/s3backed/" + HELLO));
        assertThat(store.keys()).containsExactly("pynamodb-mate/s3backed/" + HELLO);
    }

    @Test
    void aReferenceBecomesTheValueThatWasWritten() {
        assertThat(converter.transformTo(converter.transformFrom("hello"))).isEqualTo("hello");
    }

    @Test
    void anEmptyValueIsStoredAndReadBackAsSuch() {
        AttributeValue stored = converter.transformFrom("");

        assertThat(stored.type()).isEqualTo(AttributeValue.Type.S);
        assertThat(store.keys()).hasSize(1);
        assertThat(converter.transformTo(stored)).isEmpty();
    }

    @Test
    void nullBecomesNullAndIsNeverStored() {
        assertThat(converter.transformFrom(null)).isEqualTo(AttributeValue.fromNul(true));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aNullAttributeReadsAsNull() {
        assertThat(converter.transformTo(AttributeValue.fromNul(true))).isNull();
    }

    @Test
    void aValueBelowTheThresholdStaysInTheItem() {
        S3BackedConverter<String> inline = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .compressor("identity")
                .threshold(6)
                .build());

        AttributeValue stored = inline.transformFrom("hello");

        assertThat(stored.type()).isEqualTo(AttributeValue.Type.B);
        assertThat(store.keys()).isEmpty();
        assertThat(inline.transformTo(stored)).isEqualTo("hello");
        assertThat(inline.transformFrom("hello!").type()).isEqualTo(AttributeValue.Type.S);
    }

    @Test
    void aValueThatWasKeptInTheItemStaysReadableWhenTheThresholdIsLowered() {
        AttributeValue stored = Converters.text(S3BackedConverterConfig.builder()
                        .blobStore(store)
                        .threshold(1000)
                        .build())
                .transformFrom("hello");

        assertThat(converter.transformTo(stored)).isEqualTo("hello");
    }

    @Test
    void theAttributesNameStandsInTheKey() {
        S3BackedConverter<String> named = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("articles/{attribute}/{fingerprint}"))
                .attributeName("body")
                .build());

        assertThat(named.transformFrom("hello").s()).isEqualTo("mem://bucket/articles/body/" + HELLO);
    }

    @Test
    void anotherAttributesReferenceIsNotFollowed() {
        S3BackedConverterConfig body = S3BackedConverterConfig.builder()
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("articles/{attribute}/{fingerprint}"))
                .attributeName("body")
                .build();
        AttributeValue stored = Converters.text(body).transformFrom("hello");
        S3BackedConverter<String> title =
                Converters.text(body.toBuilder().attributeName("title").build());

        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> title.transformTo(stored))
                .withMessageContaining("belongs to another");
    }

    @Test
    void underATemplateWithAWriteIdEveryConversionStoresItsOwnObject() {
        S3BackedConverter<String> exclusive = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("{fingerprint}-{writeId}"))
                .build());

        AttributeValue first = exclusive.transformFrom("hello");

        assertThat(exclusive.transformFrom("hello")).isNotEqualTo(first);
        assertThat(exclusive.transformTo(first)).isEqualTo("hello");
    }

    @Test
    void aReferenceByAFormerTemplateIsReadOnlyIfThatIsConfigured() {
        Converters.putForeign(store, "old/" + HELLO + ".txt", "hello".getBytes(UTF_8));
        AttributeValue old = AttributeValue.fromS("mem://bucket/old/" + HELLO + ".txt");
        S3BackedConverter<String> knowing = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .formerKeyTemplates(KeyTemplate.of("old/{fingerprint}.txt"))
                .build());

        assertThat(knowing.transformTo(old)).isEqualTo("hello");
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> converter.transformTo(old))
                .withMessageContaining("formerKeyTemplates");
    }

    @Test
    void aReferenceIntoAnotherBucketIsFollowedOnlyIfItsStoreIsConfigured() {
        MemoryBlobStore former = MemoryBlobStore.create("former");
        AttributeValue stored = Converters.text(former).transformFrom("hello");
        S3BackedConverter<String> knowing = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .readFrom(former)
                .build());

        assertThat(knowing.transformTo(stored)).isEqualTo("hello");
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> converter.transformTo(stored))
                .withMessageContaining("outside of the configured stores [mem://bucket]");
    }

    @Test
    void anAttributeOfAnyOtherTypeIsRefusedByItsType() {
        S3BackedConverter<String> named = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .attributeName("body")
                .build());
        List<AttributeValue> others = List.of(
                AttributeValue.fromN("1"),
                AttributeValue.fromBool(true),
                AttributeValue.fromM(Map.of()),
                AttributeValue.fromL(List.of()),
                AttributeValue.fromSs(List.of("a")),
                AttributeValue.fromNs(List.of("1")),
                AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("a"))));

        assertThat(others)
                .allSatisfy(other -> assertThatExceptionOfType(InvalidReferenceException.class)
                        .isThrownBy(() -> named.transformTo(other))
                        .withMessageStartingWith("The S3-backed attribute 'body' is of type " + other.type() + ", "));
    }

    @Test
    void textThatIsNoReferenceIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> converter.transformTo(AttributeValue.fromS("dear diary")))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessageContaining("10 characters")
                .hasMessageNotContaining("diary");
    }

    @Test
    void bytesThatAreNoEnvelopeAreRefused() {
        assertThatThrownBy(() -> converter.transformTo(AttributeValue.fromB(SdkBytes.fromUtf8String("dear diary"))))
                .isInstanceOf(CorruptPayloadException.class);
    }

    @Test
    void aMissingObjectIsAnErrorAndNotNull() {
        AttributeValue stored = converter.transformFrom("hello");
        store.delete("pynamodb-mate/s3backed/" + HELLO).toCompletableFuture().join();

        assertThatThrownBy(() -> converter.transformTo(stored)).isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void anAlteredObjectIsAnErrorThatNamesTheReference() {
        AttributeValue stored = converter.transformFrom("hello");
        Converters.putForeign(store, "pynamodb-mate/s3backed/" + HELLO, "jello".getBytes(UTF_8));

        assertThatThrownBy(() -> converter.transformTo(stored))
                .isInstanceOf(CorruptPayloadException.class)
                .hasMessageContaining(stored.s());
    }

    @Test
    void aPayloadOverTheLimitIsRefusedBeforeAnythingIsStored() {
        S3BackedConverter<String> limited = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .maxPayloadBytes(4)
                .build());

        assertThatThrownBy(() -> limited.transformFrom("hello")).isInstanceOf(PayloadTooLargeException.class);
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aPayloadOverTheLimitIsRefusedOnReads() {
        AttributeValue stored = converter.transformFrom("hello");
        S3BackedConverter<String> limited = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .maxPayloadBytes(4)
                .build());

        assertThatThrownBy(() -> limited.transformTo(stored)).isInstanceOf(PayloadTooLargeException.class);
    }

    @Test
    void whatASerializingFunctionThrowsIsTheCauseAndNothingIsStored() {
        IllegalStateException refusal = new IllegalStateException("no");
        S3BackedConverter<String> refusing = S3BackedConverter.of(
                EnhancedType.of(String.class),
                "refusing",
                text -> {
                    throw refusal;
                },
                bytes -> "",
                S3BackedConverterConfig.create(store));

        assertThatThrownBy(() -> refusing.transformFrom("hello"))
                .isInstanceOf(SerializationException.class)
                .hasCause(refusal);
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aCompressorThatIsGivenIsUsed() {
        S3BackedConverter<String> plain = Converters.text(S3BackedConverterConfig.builder()
                .blobStore(store)
                .compressors(Compressors.discover())
                .compressor("identity")
                .build());

        plain.transformFrom("a".repeat(1000));

        assertThat(Converters.body(store, store.keys().iterator().next())).hasSize(1000);
    }

    @Test
    void theTypeIsTheOneThatWasGiven() {
        assertThat(converter.type()).isEqualTo(EnhancedType.of(String.class));
    }

    @Test
    void theAttributeTypeIsOneThatNoKeyMayHave() {
        assertThat(converter.attributeValueType()).isEqualTo(AttributeValueType.M);
        assertThat(converter.attributeValueType().scalarAttributeType()).isNull();
    }
}
