package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InlineEnvelopeTest {

    // Version 1, pinned: what is in people's tables.
    private static final String GOLDEN = "b3533342" // mark
            + "01" // version
            + "04" + "74657874" // "text"
            + "08" + "6964656e74697479" // "identity"
            + "0000000000000003" // length
            + "00000003" // stored
            + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // SHA-256 of "abc"
            + "616263"; // "abc"

    private final PayloadPipeline<String> pipeline = PayloadPipeline.builder(new Utf8Serializer())
            .blobStore(MemoryBlobStore.create("bucket"))
            .keyTemplate(KeyTemplate.PYNAMODB_MATE)
            .threshold(1000)
            .maxPayloadBytes(100_000)
            .build();

    @Test
    void isWrittenAsItEverWas() {
        StoredPayload stored = pipeline.store("abc", KeyContext.empty());

        assertThat(stored).isEqualTo(new StoredPayload.Inline(HexFormat.of().parseHex(GOLDEN)));
    }

    @Test
    void isReadAsItEverWas() {
        assertThat(load(HexFormat.of().parseHex(GOLDEN))).isEqualTo("abc");
    }

    @Test
    void yieldsNoWrongValueWhereverAByteIsAltered() {
        String value = "A text that compresses, compresses, compresses. ".repeat(20);
        byte[] envelope = ((StoredPayload.Inline) pipeline.store(value, KeyContext.empty())).envelope();
        int refused = 0;
        for (int position = 0; position < envelope.length; position++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] altered = envelope.clone();
                altered[position] ^= (byte) (1 << bit);
                try {
                    assertThat(load(altered)).isEqualTo(value);
                } catch (S3BackedException e) {
                    refused++;
                }
            }
        }
        // The time, the flags for the time and the system in gzip's header say nothing of the payload.
        assertThat(refused).isGreaterThan(envelope.length * 8 - 8 * 8);
    }

    @Test
    void isRefusedWhereverItIsCutOff() {
        byte[] envelope = HexFormat.of().parseHex(GOLDEN);
        for (int length = 0; length < envelope.length; length++) {
            byte[] cut = Arrays.copyOf(envelope, length);
            assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(() -> load(cut));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "b3533342, true",
        "b353334200, true",
        "b35333, false",
        "b3533343, false",
        "00b3533342, false",
        "'', false"
    })
    void isToldByTheMarkThatItBeginsWith(String hex, boolean inline) {
        assertThat(StoredPayload.isInline(HexFormat.of().parseHex(hex))).isEqualTo(inline);
    }

    @Test
    void isRefusedWithSurplusBytes() {
        byte[] envelope = HexFormat.of().parseHex(GOLDEN + "00");

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> load(envelope))
                .withMessageContaining("4 bytes and should have 3");
    }

    @ParameterizedTest
    @CsvSource({
        "b3533342 01, b3533343 01, does not begin with the mark",
        "b3533342 01, b3533342 02, Unknown format version 2",
        "04 74657874, 04 6a736f6e, written by the serializer 'json'",
        "0000000000000003 00000003, 0000000000000004 00000003, has 3 bytes and should have 4",
        "0000000000000003 00000003, 0000000000000003 00000002, has 3 bytes and should have 2",
        "ba7816bf, ba7816be, SHA-256",
        "616263, 616264, SHA-256"
    })
    void saysWhichFieldIsWrong(String right, String wrong, String message) {
        String altered = GOLDEN.replace(right.replace(" ", ""), wrong.replace(" ", ""));

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> load(HexFormat.of().parseHex(altered)))
                .withMessageContaining(message);
    }

    @Test
    void repeatsNothingOfThePayloadWhereACountIsDamaged() {
        String altered = GOLDEN.replace("04" + "74657874", "46" + "74657874") + "00".repeat(55);

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> load(HexFormat.of().parseHex(altered)))
                .withMessageContaining("what stands for the id of its serializer is none")
                .withMessageNotContaining("abc");
    }

    @Test
    void namesTheCompressorThatIsNotThere() {
        String altered = GOLDEN.replace("086964656e74697479", "04" + "7a737464");

        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> load(HexFormat.of().parseHex(altered)))
                .withMessageContaining("'zstd'")
                .withMessageContaining("gzip, identity")
                .withMessageContaining("io.github.s3backed:s3backed-compress-zstd");
    }

    @Test
    void isRefusedBeforeAnythingIsReadIfItClaimsToBeTooLarge() {
        String altered = GOLDEN.replace("0000000000000003" + "00000003", "00000000000186a1" + "00000003");

        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> load(HexFormat.of().parseHex(altered)))
                .withMessageContaining("100000 bytes");
    }

    private String load(byte[] envelope) {
        return pipeline.load(new StoredPayload.Inline(envelope), KeyContext.empty());
    }
}
