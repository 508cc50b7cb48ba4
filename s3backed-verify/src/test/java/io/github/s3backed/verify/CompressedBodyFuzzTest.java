package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.PayloadTooLargeException;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedBodyFuzzTest {

    private static final int LIMIT = 256 * 1024;
    // The largest block of an LZ4 frame, twice, and what the streams take.
    private static final long MOST_ALLOCATED = 16L << 20;

    private static final List<byte[]> VALUES = List.of(
            new byte[0],
            "a text".getBytes(StandardCharsets.UTF_8),
            "a text, a text; ".repeat(300).getBytes(StandardCharsets.UTF_8),
            new byte[LIMIT],
            letters());

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4"})
    void aDamagedBodyIsThePayloadOrIsRefused(String compressor) throws Exception {
        PayloadPipeline<byte[]> pipeline = pipeline(compressor);
        List<StoredPayload.Offloaded> stored = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        for (byte[] value : VALUES) {
            stored.add((StoredPayload.Offloaded) pipeline.store(value, KeyContext.empty()));
            bodies.add(compressed(compressor, value));
        }
        Fuzz.run("bodies of " + compressor, random -> {
            int index = random.nextInt(VALUES.size());
            Reference reference = stored.get(index).reference();
            replace(reference.key(), new Mutations(random).bytesOf(bodies));
            long before = Fuzz.allocated();
            assertReadOrRefused(pipeline, stored.get(index), VALUES.get(index));
            assertThat(Fuzz.allocated() - before).isLessThan(MOST_ALLOCATED);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4"})
    void damagedFramesEndOrFailWithinTheirMemory(String compressor) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (byte[] value : VALUES) {
            bodies.add(compressed(compressor, value));
        }
        Fuzz.run("frames of " + compressor, random -> {
            Mutations mutations = new Mutations(random);
            byte[] frame = random.nextInt(20) == 0 ? mutations.noise() : mutations.bytesOf(bodies);
            long before = Fuzz.allocated();
            drain(compressor, frame);
            assertThat(Fuzz.allocated() - before).isLessThan(MOST_ALLOCATED);
        });
    }

    private static void assertReadOrRefused(PayloadPipeline<byte[]> pipeline, StoredPayload stored, byte[] value) {
        byte[] read;
        try {
            read = pipeline.load(stored, KeyContext.empty());
        } catch (CorruptPayloadException | PayloadTooLargeException e) {
            return;
        }
        assertThat(read).isEqualTo(value);
    }

    private static void drain(String compressor, byte[] frame) {
        byte[] buffer = new byte[8 * 1024];
        try (InputStream in = Compressors.discover().require(compressor).decompress(new ByteArrayInputStream(frame))) {
            int total = 0;
            for (int n = in.read(buffer); n >= 0 && total < 4 * LIMIT; n = in.read(buffer)) {
                total += n;
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    private void replace(String key, byte[] body) {
        BlobMetadata metadata =
                store.head(key).toCompletableFuture().join().orElseThrow().metadata();
        store.put(key, BlobContent.of(body), metadata, PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
    }

    private PayloadPipeline<byte[]> pipeline(String compressor) {
        return PayloadPipeline.builder(new BinarySerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("k/{fingerprint}-{writeId}"))
                .compressor(compressor)
                .alwaysCompress(true)
                .maxPayloadBytes(LIMIT)
                .build();
    }

    private static byte[] compressed(String compressor, byte[] value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = Compressors.discover().require(compressor).compress(bytes)) {
            out.write(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] letters() {
        byte[] letters = new byte[2_000];
        Random random = new Random(5);
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(16));
        }
        return letters;
    }
}
