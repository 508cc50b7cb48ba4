package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.spi.BlobContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBufferTest {

    private static final byte[] BYTES = new byte[5 * 1024 * 1024];

    static {
        new Random(5).nextBytes(BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 3 * 4096, 3 * 4096 + 1, 5 * 1024 * 1024})
    void holdsWhatWasWrittenAndItsDigest(int length) throws IOException {
        byte[] bytes = Arrays.copyOf(BYTES, length);
        ChunkedBuffer buffer = new ChunkedBuffer(length);

        buffer.write(bytes);

        assertThat(buffer.overflowed()).isFalse();
        assertThat(buffer.content().open().readAllBytes()).isEqualTo(bytes);
        assertThat(buffer.content().length()).isEqualTo(length);
    }

    @Test
    void digestsWhatWasWritten() throws IOException {
        ChunkedBuffer buffer = new ChunkedBuffer(10);
        buffer.write('x');
        buffer.write(new byte[] {'-', 'a', 'b', 'c', '-'}, 1, 3);

        BlobContent content = buffer.content();

        assertThat(content.open().readAllBytes()).asString().isEqualTo("xabc");
        assertThat(content.sha256())
                .contains(Fingerprint.of(Fingerprint.sha256().digest(new byte[] {'x', 'a', 'b', 'c'}))
                        .hex());
    }

    @Test
    void fillsAChunkBeforeItTakesAnotherTwiceAsLarge() {
        ChunkedBuffer buffer = new ChunkedBuffer(BYTES.length);
        for (int i = 0; i < 28 * 1024; i += 512) {
            buffer.write(BYTES, i, 512);
        }

        assertThat(buffers(buffer)).extracting(ByteBuffer::remaining).containsExactly(4096, 8192, 16384);
    }

    @Test
    void takesNoChunkOfMoreThanAMebibyte() throws IOException {
        ChunkedBuffer buffer = new ChunkedBuffer(BYTES.length);
        buffer.write(BYTES);

        assertThat(buffers(buffer))
                .allSatisfy(chunk -> assertThat(chunk.capacity()).isLessThanOrEqualTo(1024 * 1024));
    }

    @Test
    void takesFewChunksForAboutAsMuchAsWasExpected() {
        ChunkedBuffer buffer = ChunkedBuffer.expecting(256 * 1024, BYTES.length);
        buffer.write(BYTES, 0, 200 * 1024);

        assertThat(buffers(buffer))
                .extracting(ByteBuffer::remaining)
                .containsExactly(64 * 1024, 64 * 1024, 64 * 1024, 8 * 1024);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16 * 1024, 1024 * 1024, Long.MAX_VALUE})
    void takesAChunkOfReasonableSizeWhateverIsExpected(long expected) {
        ChunkedBuffer buffer = ChunkedBuffer.expecting(expected, BYTES.length);
        buffer.write('x');

        assertThat(buffers(buffer).get(0).capacity()).isBetween(4 * 1024, 256 * 1024);
    }

    private static List<ByteBuffer> buffers(ChunkedBuffer buffer) {
        return buffer.content().buffers().orElseThrow();
    }

    @Test
    void saysThatMoreCameThanItsLimitAllowsAndHoldsOnToNothing() throws IOException {
        ChunkedBuffer buffer = new ChunkedBuffer(20_000);
        buffer.write(BYTES, 0, 20_000);
        assertThat(buffer.overflowed()).isFalse();

        buffer.write(0);
        buffer.write(BYTES);

        assertThat(buffer.overflowed()).isTrue();
        assertThat(buffers(buffer)).hasSize(1);
    }
}
