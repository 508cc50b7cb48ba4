package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedundancyProbeTest {

    private static final int SIZE = 256 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 16 * 1024, 16 * 1024 + 1, SIZE, SIZE + 3})
    void findsNothingInNoise(int size) {
        assertThat(finds(noise(1, size))).isFalse();
    }

    @Test
    void findsThatTextConsistsOfFewLetters() {
        assertThat(finds("to be or not to be ".repeat(5000).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void findsThatSomeValuesAreRare() {
        byte[] bytes = noise(2, SIZE);
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) ((bytes[i] & 0xff) * 200 / 256);
        }
        assertThat(finds(bytes)).isTrue();
    }

    @Test
    void findsWhatIsRepeatedWithinABlock() {
        assertThat(finds(repeating(noise(3, SIZE), 1000))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 32_000, 32_767})
    void findsWhatIsRepeatedFromOneBlockToAnother(int stretch) {
        assertThat(finds(repeating(noise(4, SIZE), stretch))).isTrue();
    }

    @Test
    void findsShortWordsThatAreFarApart() {
        byte[] bytes = noise(6, SIZE);
        for (int word = 0; word + 24 <= bytes.length - 20_000; word += 24) {
            System.arraycopy(bytes, word, bytes, word + 20_000, 8);
        }
        assertThat(finds(bytes)).isTrue();
    }

    /** Every other stretch of so many bytes is the one before it. */
    private static byte[] repeating(byte[] bytes, int stretch) {
        for (int from = stretch; from + stretch <= bytes.length; from += 2 * stretch) {
            System.arraycopy(bytes, from - stretch, bytes, from, stretch);
        }
        return bytes;
    }

    @Test
    void findsWhatComesLast() {
        byte[] bytes = noise(5, SIZE);
        Arrays.fill(bytes, SIZE - SIZE / 50, SIZE, (byte) ' ');
        assertThat(finds(bytes)).isTrue();
    }

    @Test
    void neverMissesAHundredth() {
        for (int seed = 0; seed < 150; seed++) {
            byte[] bytes = mixed(seed);
            if (!finds(bytes)) {
                assertThat(gzipped(bytes)).as("seed %d", seed).isGreaterThan(bytes.length * 99 / 100);
            }
        }
    }

    /** Noise with a little of something else in it, some of which is worth compressing and some is not. */
    private static byte[] mixed(int seed) {
        Random random = new Random(seed);
        byte[] bytes = noise(seed, 32 * 1024 + random.nextInt(64 * 1024));
        int length = 4 + random.nextInt(300);
        int often = random.nextInt(1 + bytes.length / 50 / length);
        int alphabet = 1 + random.nextInt(256);
        for (int i = 0; i < often; i++) {
            int at = random.nextInt(bytes.length - length);
            if (random.nextBoolean()) {
                System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
            } else {
                for (int j = at; j < at + length; j++) {
                    bytes[j] = (byte) random.nextInt(alphabet);
                }
            }
        }
        return bytes;
    }

    private static boolean finds(byte[] bytes) {
        try {
            return RedundancyProbe.finds(
                    Math.max(1, bytes.length / PayloadCodec.WORTH_IT), new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int gzipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GzipCompressor().compress(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size();
    }

    private static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
