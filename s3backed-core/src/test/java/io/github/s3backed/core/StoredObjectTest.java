package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3backed.core.spi.BlobMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are not what was written. */
class StoredObjectTest {

    private static final KeyContext CONTEXT = KeyContext.empty();

    private final RecordingBlobStore store = new RecordingBlobStore(MemoryBlobStore.create("bucket"));
    private final PayloadPipeline<String> pipeline = pipeline(KeyTemplate.of("{fingerprint}-{writeId}"));
    private final String value = text();
    private StoredPayload stored;
    private String key;
    private byte[] bytes;
    private BlobMetadata metadata;

    @BeforeEach
    void storeOne() {
        stored = pipeline.store(value, CONTEXT);
        key = store.onlyKey();
        bytes = store.bytes(key);
        metadata = store.info(key).metadata();
    }

    @Test
    void isReadWhereNothingWasAltered() {
        assertThat(bytes).hasSizeBetween(1500, 3000);
        assertThat(load(bytes, metadata)).isEqualTo(value);
    }

    @Test
    void yieldsNoWrongValueWhereverAByteIsAltered() {
        int refused = 0;
        for (int position = 0; position < bytes.length; position++) {
            byte[] altered = bytes.clone();
            altered[position] ^= 0x10;
            try {
                assertThat(load(altered, metadata)).isEqualTo(value);
            } catch (CorruptPayloadException e) {
                refused++;
            }
        }
        // The time (4), the extra flags and the system in gzip's header say nothing of the payload.
        assertThat(refused).isEqualTo(bytes.length - 6);
    }

    @Test
    void isRefusedWhereverItIsCutOff() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(CorruptPayloadException.class)
                    .isThrownBy(() -> load(cut, metadata))
                    .withMessageContaining("mem://bucket/" + key);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 16, 5000})
    void isRefusedWithSurplusBytes(int surplus) {
        byte[] more = Arrays.copyOf(bytes, bytes.length + surplus);

        assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(() -> load(more, metadata));
    }

    @ParameterizedTest
    @CsvSource({
        "s3backed-format, 2, Unknown format version 2",
        "s3backed-serializer, json, written by the serializer 'json'",
        "s3backed-compressor, identity, bytes and should have",
        "s3backed-length, 7, and should have 7",
        "s3backed-length, x, malformed",
        "s3backed-length, -1, malformed",
        "s3backed-length, +12, malformed",
        "s3backed-length, 012, malformed",
        "s3backed-serializer, A payload, malformed",
        "s3backed-compressor, GZIP, malformed",
        "s3backed-fingerprint, 0000000000000000000000000000000000000000000000000000000000000000, claims the fingerprint",
        "s3backed-fingerprint, XYZ, malformed"
    })
    void isRefusedWithAnotherValueInItsMetadata(String name, String other, String message) {
        Map<String, String> user = new HashMap<>(metadata.userMetadata());
        assertThat(user.put(name, other)).isNotNull();

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> load(bytes, with(user)))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3backed-format",
                "s3backed-serializer",
                "s3backed-compressor",
                "s3backed-length",
                "s3backed-fingerprint"
            })
    void isRefusedWithAPartOfItsMetadata(String missing) {
        Map<String, String> user = new HashMap<>(metadata.userMetadata());
        user.remove(missing);

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> load(bytes, with(user)))
                .withMessageContaining("lacks " + missing);
    }

    @Test
    void isReadWithMetadataThatALaterVersionMayAdd() {
        Map<String, String> user = new HashMap<>(metadata.userMetadata());
        user.put("s3backed-colour", "blue");
        user.put("somebody-elses", "x");

        assertThat(load(bytes, with(user))).isEqualTo(value);
    }

    @Test
    void isReadWhateverItsHeadersSayToOthers() {
        BlobMetadata other = new BlobMetadata("image/png", "br", metadata.userMetadata());

        assertThat(load(bytes, other)).isEqualTo(value);
    }

    @Test
    void isReadWithoutMetadataWhetherGzippedOrNot() throws Exception {
        BlobMetadata none = new BlobMetadata("binary/octet-stream", "identity", Map.of());
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(value.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(load(value.getBytes(StandardCharsets.UTF_8), none)).isEqualTo(value);
        assertThat(load(gzipped.toByteArray(), none)).isEqualTo(value);
        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> load("other".getBytes(StandardCharsets.UTF_8), none));
        assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(() -> load(new byte[0], none));
    }

    @Test
    void isReadWithoutMetadataAlsoWhereThereIsNoLimit() throws Exception {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(value.getBytes(StandardCharsets.UTF_8));
        }
        store.replace(key, gzipped.toByteArray(), new BlobMetadata("binary/octet-stream", "identity", Map.of()));

        assertThat(PayloadPipeline.builder(new Utf8Serializer())
                        .blobStore(store)
                        .keyTemplate(KeyTemplate.of("{fingerprint}-{writeId}"))
                        .maxPayloadBytes(Long.MAX_VALUE)
                        .build()
                        .load(stored, CONTEXT))
                .isEqualTo(value);
    }

    @Test
    void isReadWithoutMetadataWhereThePayloadItselfIsGzip() throws Exception {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(bytes);
        }
        // Latin-1 text, so that the serializer for text can carry any bytes.
        PayloadPipeline<String> latin = PayloadPipeline.builder(new Utf8Serializer() {
                    @Override
                    public String deserialize(InputStream in, long length) throws IOException {
                        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    }
                })
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("{fingerprint}"))
                .build();
        String ancestorsKey = Fingerprint.of(Fingerprint.sha256().digest(gzipped.toByteArray()))
                .hex();
        store.replace(
                ancestorsKey, gzipped.toByteArray(), new BlobMetadata("binary/octet-stream", "identity", Map.of()));

        assertThat(latin.load(new StoredPayload.Offloaded(new Reference(store.location(), ancestorsKey)), CONTEXT))
                .isEqualTo(gzipped.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    void mayHaveBeenWrittenByAnotherSerializerWhereEqualBytesShareAKey() {
        PayloadPipeline<String> shared = pipeline(KeyTemplate.of("shared/{fingerprint}"));
        StoredPayload.Offloaded reference = (StoredPayload.Offloaded) shared.store(value, CONTEXT);
        String sharedKey = reference.reference().key();
        Map<String, String> user =
                new HashMap<>(store.info(sharedKey).metadata().userMetadata());
        user.put("s3backed-serializer", "json");
        store.replace(sharedKey, store.bytes(sharedKey), with(user));

        assertThat(shared.load(reference, CONTEXT)).isEqualTo(value);
    }

    private BlobMetadata with(Map<String, String> user) {
        return new BlobMetadata(metadata.contentType(), metadata.contentEncoding(), user);
    }

    private String load(byte[] altered, BlobMetadata beside) {
        store.replace(key, altered, beside);
        return pipeline.load(stored, CONTEXT);
    }

    private PayloadPipeline<String> pipeline(KeyTemplate template) {
        return PayloadPipeline.builder(new Utf8Serializer())
                .blobStore(store)
                .keyTemplate(template)
                .build();
    }

    /** Text of which about 2 KiB remain. */
    private static String text() {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
