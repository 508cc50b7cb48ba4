package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.verify.Fuzz;
import io.github.s3backed.verify.Mutations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineEnvelopeFuzzTest {

    private static final int LIMIT = 64 * 1024;
    // The largest block of an LZ4 frame, twice, and what a stream takes.
    private static final long MOST_ALLOCATED = 16L << 20;

    private final List<byte[]> values = List.of(new byte[0], new byte[] {1, 2, 3}, new byte[5_000], text());
    private final List<byte[]> envelopes = envelopes();
    private final PayloadPipeline<byte[]> pipeline = pipeline("gzip");

    @Test
    void anythingIsCorruptOrIsWrittenTheSameWay() throws Exception {
        Fuzz.run("envelope header", random -> {
            byte[] bytes = input(new Mutations(random), random.nextInt(20) == 0);
            long before = Fuzz.allocated();
            byte[] again = writtenAgain(bytes);
            assertThat(Fuzz.allocated() - before).isLessThan(1 << 20);
            assertThat(again).isEqualTo(bytes);
        });
    }

    @Test
    void anythingIsRefusedOrIsAPayloadThatWasWritten() throws Exception {
        Fuzz.run("envelope payload", random -> {
            byte[] bytes = input(new Mutations(random), false);
            long before = Fuzz.allocated();
            assertRefusedOrWritten(bytes);
            assertThat(Fuzz.allocated() - before).isLessThan(MOST_ALLOCATED);
        });
    }

    private static byte[] writtenAgain(byte[] bytes) {
        ByteBuffer envelope = ByteBuffer.wrap(bytes);
        try {
            PayloadHeader header = InlineEnvelope.readHeader(envelope);
            byte[] body = new byte[envelope.remaining()];
            envelope.get(body);
            return InlineEnvelope.write(header, BlobContent.of(body));
        } catch (CorruptPayloadException e) {
            return bytes;
        }
    }

    private void assertRefusedOrWritten(byte[] bytes) {
        byte[] read;
        try {
            read = pipeline.load(new StoredPayload.Inline(bytes), KeyContext.empty());
        } catch (CorruptPayloadException | PayloadTooLargeException | MissingProviderException e) {
            return;
        }
        assertThat(values).anyMatch(value -> Arrays.equals(value, read));
    }

    private byte[] input(Mutations mutations, boolean nonsense) {
        return nonsense ? mutations.noise() : mutations.bytesOf(envelopes);
    }

    private List<byte[]> envelopes() {
        List<byte[]> written = new ArrayList<>();
        for (String compressor : List.of("identity", "gzip", "zstd", "lz4")) {
            for (byte[] value : values) {
                StoredPayload stored = pipeline(compressor).store(value, KeyContext.empty());
                written.add(((StoredPayload.Inline) stored).envelope());
            }
        }
        return written;
    }

    private static PayloadPipeline<byte[]> pipeline(String compressor) {
        return PayloadPipeline.builder(new BinarySerializer())
                .blobStore(MemoryBlobStore.create("bucket"))
                .keyTemplate(KeyTemplate.PYNAMODB_MATE)
                .compressor(compressor)
                .alwaysCompress(true)
                .threshold(100_000)
                .maxPayloadBytes(LIMIT)
                .build();
    }

    private static byte[] text() {
        return "a text, a text, a text; ".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
