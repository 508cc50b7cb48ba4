package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.PayloadTooLargeException;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 256 MiB of zeros in an object that says of itself that it is small, by each compressor. */
class DecompressionBombTest {

    private static final int BOMB = 256 << 20;
    private static final int LIMIT = 100_000;
    // The windows and blocks of the formats; and a little for the rest.
    private static final long MOST_ALLOCATED = 16L << 20;

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");

    private StoredPayload bomb(String compressor) throws IOException {
        StoredPayload.Offloaded small =
                (StoredPayload.Offloaded) pipeline(compressor).store(new byte[LIMIT / 2], KeyContext.empty());
        String key = small.reference().key();
        BlobMetadata metadata =
                store.head(key).toCompletableFuture().join().orElseThrow().metadata();
        store.put(key, BlobContent.of(zeros(compressor)), metadata, PutMode.OVERWRITE);
        return small;
    }

    private static byte[] zeros(String compressor) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = Compressors.discover().require(compressor).compress(bytes)) {
            for (int i = 0; i < BOMB; i += zeros.length) {
                out.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private PayloadPipeline<byte[]> pipeline(String compressor) {
        return PayloadPipeline.builder(new BinarySerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("k/{fingerprint}-{writeId}"))
                .compressor(compressor)
                .maxPayloadBytes(LIMIT)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4"})
    void isBrokenOffBehindTheLimit(String compressor) throws IOException {
        StoredPayload bomb = bomb(compressor);
        long before = Fuzz.allocated();

        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> pipeline(compressor).load(bomb, KeyContext.empty()));

        assertThat(Fuzz.allocated() - before).isLessThan(MOST_ALLOCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "lz4"})
    void isBrokenOffBehindTheLengthThatItClaimsWhereItIsAStream(String compressor) throws IOException {
        StoredPayload bomb = bomb(compressor);
        long before = Fuzz.allocated();

        try (InputStream in = pipeline(compressor).stream(bomb, KeyContext.empty(), LateRead.unobserved())
                .open()) {
            assertThat(in.readNBytes(1000)).containsOnly(0);
            assertThatIOException().isThrownBy(in::readAllBytes).withMessageContaining("more bytes than 50000");
        }
        assertThat(Fuzz.allocated() - before).isLessThan(MOST_ALLOCATED);
    }
}
