package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in people's buckets and tables: read as it was written, whatever wrote it; never read as something else. */
class StoredFormatTest {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String HELLO = "a text, a text, a text, a text, a text, a text, a text, a text";
    private static final String HELLO_FINGERPRINT = "fc705495e4dfdfc29727a4ed57d03ad64e2789c262333cc5a0f261c3eba6dccd";

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");

    /** Objects that the first version wrote, byte for byte. */
    @ParameterizedTest
    @CsvSource({
        "identity, 612074657874",
        "gzip, 1f8b08000000000000ff4b542849ad28d15148248b0600bba4fd583e000000",
        "zstd, 28b52ffd0058750000406120746578742c200100db59b8",
        "lz4, 04224d18604082120000008f6120746578742c2008001e50207465787400000000"
    })
    void readsObjectsOfTheFirstVersion(String compressor, String hex) throws IOException {
        boolean plain = compressor.equals("identity");
        String text = plain ? "a text" : HELLO;
        String fingerprint =
                plain ? "734194ede5b063e654d63cb95a682ca1551b45e3cc86e88f1a85c1286eedd4ac" : HELLO_FINGERPRINT;
        put("k/" + fingerprint, HexFormat.of().parseHex(hex), header("text", compressor, text.length(), fingerprint));

        StoredPayload stored =
                new StoredPayload.Offloaded(io.github.s3backed.core.Reference.parse("mem://bucket/k/" + fingerprint));

        assertIsRead(KeyTemplate.of("k/{fingerprint}"), stored, text);
    }

    /** By every way that there is. */
    private void assertIsRead(KeyTemplate template, StoredPayload stored, String text) throws IOException {
        PayloadPipeline<String> pipeline = PayloadPipeline.builder(new TextSerializer())
                .blobStore(store)
                .keyTemplate(template)
                .build();
        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo(text);
        assertThat(pipeline.lazy(stored, KeyContext.empty(), LateRead.unobserved())
                        .get())
                .isEqualTo(text);
        try (InputStream in = pipeline.stream(stored, KeyContext.empty(), LateRead.unobserved())
                .open()) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(text);
        }
    }

    @Test
    void readsAnEnvelopeOfTheFirstVersion() throws IOException {
        byte[] envelope = HexFormat.of()
                .parseHex("b35333420104746578740" + "86964656e74697479" + "0000000000000003" + "00000003" + ABC
                        + "616263");

        assertIsRead(KeyTemplate.PYNAMODB_MATE, new StoredPayload.Inline(envelope), "abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd", "lz4"})
    void yieldsNoWrongValueWhereverAByteOfAnObjectIsAltered(String compressor) {
        byte[] value = payload();
        PayloadPipeline<byte[]> pipeline = pipeline(compressor, 0);
        StoredPayload.Offloaded stored = (StoredPayload.Offloaded) pipeline.store(value, KeyContext.empty());
        String key = stored.reference().key();
        byte[] bytes = store.get(key, (info, body) -> body.readAllBytes())
                .toCompletableFuture()
                .join();
        BlobMetadata metadata =
                store.head(key).toCompletableFuture().join().orElseThrow().metadata();
        assertThat(metadata.contentEncoding()).isEqualTo(compressor);
        assertThat(bytes).hasSizeBetween(2_000, 4_200);

        int refused = 0;
        for (int position = 0; position < bytes.length; position++) {
            for (int mask : new int[] {0x01, 0x10, 0x80, 0xff}) {
                byte[] altered = bytes.clone();
                altered[position] ^= (byte) mask;
                put(key, altered, metadata);
                refused += refusesOrYields(pipeline, stored, value);
            }
        }
        // Nothing but what a frame's header says in passing (a time, a name of a system) may be altered unnoticed.
        assertThat(refused).isGreaterThan((bytes.length - 20) * 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd", "lz4"})
    void yieldsNoWrongValueWhereverAByteOfAnEnvelopeIsAltered(String compressor) {
        byte[] value = payload();
        PayloadPipeline<byte[]> pipeline = pipeline(compressor, 100_000);
        byte[] envelope = ((StoredPayload.Inline) pipeline.store(value, KeyContext.empty())).envelope();

        int refused = 0;
        for (int position = 0; position < envelope.length; position++) {
            for (int mask : new int[] {0x01, 0x10, 0x80, 0xff}) {
                byte[] altered = envelope.clone();
                altered[position] ^= (byte) mask;
                refused += refusesOrYields(pipeline, new StoredPayload.Inline(altered), value);
            }
        }
        assertThat(refused).isGreaterThan((envelope.length - 20) * 4);
    }

    @ParameterizedTest
    @CsvSource({
        "identity, gzip", "identity, zstd", "identity, lz4", "gzip, identity", "gzip, zstd", "gzip, lz4",
        "zstd, identity", "zstd, gzip", "zstd, lz4", "lz4, identity", "lz4, gzip", "lz4, zstd"
    })
    void yieldsNothingIfTheMetadataNamesAnotherCompressor(String written, String claimed) {
        assertThatSwappingIsRefused(written, "s3backed-compressor", claimed);
    }

    @ParameterizedTest
    @CsvSource({
        "s3backed-serializer, text",
        "s3backed-serializer, json",
        "s3backed-format, 2",
        "s3backed-length, 4095",
        "s3backed-length, 4097",
        "s3backed-fingerprint, " + ABC
    })
    void yieldsNothingIfTheMetadataNamesAnotherValidId(String name, String other) {
        for (String compressor : List.of("identity", "gzip", "zstd", "lz4")) {
            assertThatSwappingIsRefused(compressor, name, other);
        }
    }

    @Test
    void listsEveryIdInTheDescriptionOfTheFormat() throws Exception {
        String format = Files.readString(new RootPom().file("FORMAT.md"));

        assertThat(format).contains("`identity`", "`gzip`", "`zstd`", "`lz4`", "`text`", "`binary`", "`json`");
        assertThat(format)
                .contains(
                        "s3backed-format",
                        "s3backed-serializer",
                        "s3backed-compressor",
                        "s3backed-length",
                        "s3backed-fingerprint");
    }

    private void assertThatSwappingIsRefused(String compressor, String name, String other) {
        PayloadPipeline<byte[]> pipeline = pipeline(compressor, 0);
        StoredPayload.Offloaded stored = (StoredPayload.Offloaded) pipeline.store(payload(), KeyContext.empty());
        String key = stored.reference().key();
        byte[] bytes = store.get(key, (info, body) -> body.readAllBytes())
                .toCompletableFuture()
                .join();
        BlobMetadata metadata =
                store.head(key).toCompletableFuture().join().orElseThrow().metadata();
        Map<String, String> swapped = new HashMap<>(metadata.userMetadata());
        assertThat(swapped.put(name, other)).isNotNull().isNotEqualTo(other);
        put(key, bytes, new BlobMetadata(metadata.contentType(), metadata.contentEncoding(), swapped));
        assertThatExceptionOfType(S3BackedException.class).isThrownBy(() -> pipeline.load(stored, KeyContext.empty()));
    }

    private static int refusesOrYields(PayloadPipeline<byte[]> pipeline, StoredPayload stored, byte[] value) {
        try {
            byte[] read = pipeline.load(stored, KeyContext.empty());
            assertThat(Arrays.equals(read, value)).isTrue();
            return 0;
        } catch (S3BackedException e) {
            return 1;
        }
    }

    private PayloadPipeline<byte[]> pipeline(String compressor, int threshold) {
        return PayloadPipeline.builder(new BinarySerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("k/{fingerprint}-{writeId}"))
                .compressor(compressor)
                .alwaysCompress(true)
                .threshold(threshold)
                .maxPayloadBytes(1_000_000)
                .build();
    }

    private void put(String key, byte[] bytes, BlobMetadata metadata) {
        store.put(key, BlobContent.of(bytes), metadata, PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
    }

    private static BlobMetadata header(String serializer, String compressor, int length, String fingerprint) {
        return new BlobMetadata(
                "text/plain",
                compressor,
                Map.of(
                        "s3backed-format", "1",
                        "s3backed-serializer", serializer,
                        "s3backed-compressor", compressor,
                        "s3backed-length", Integer.toString(length),
                        "s3backed-fingerprint", fingerprint));
    }

    /** 4,096 letters out of 16, which entropy coding makes 2 KiB of, and lz4 leaves as they are. */
    private static byte[] payload() {
        Random random = new Random(5);
        byte[] bytes = new byte[4_096];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(16));
        }
        return bytes;
    }
}
