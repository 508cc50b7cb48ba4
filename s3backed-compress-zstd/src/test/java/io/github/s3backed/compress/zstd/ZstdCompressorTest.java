package io.github.s3backed.compress.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.testkit.CompressorContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ZstdCompressorTest extends CompressorContract {

    @Override
    protected Compressor compressor() {
        return new ZstdCompressor();
    }

    @Test
    void isFoundByItsId() {
        assertThat(ServiceLoader.load(Compressor.class))
                .filteredOn(found -> found instanceof ZstdCompressor)
                .hasSize(1);
        assertThat(Compressors.discover().require("zstd")).isInstanceOf(ZstdCompressor.class);
    }

    @Test
    void writesARawBlockWithoutAChecksum() throws IOException {
        // RFC 8878, section 3.1.1: magic, frame header (a window, no size, no checksum), block header (last, raw, 5)
        assertThat(compress(new ZstdCompressor(), ascii("hello")))
                .isEqualTo(HexFormat.of().parseHex("28b52ffd" + "0058" + "290000" + "68656c6c6f"));
    }

    @Test
    void readsAFrameThatTellsItsSizeAndRepeatsOneByte() throws IOException {
        // a single segment of 5 bytes, and a last block that says: 5 times 'a' (RFC 8878, section 3.1.1.2)
        assertThat(decompress(HexFormat.of().parseHex("28b52ffd" + "2005" + "2b0000" + "61")))
                .isEqualTo(ascii("aaaaa"));
    }

    @Test
    void skipsASkippableFrame() throws IOException {
        byte[] frame = compress(new ZstdCompressor(), ascii("hello"));
        byte[] skippable = HexFormat.of().parseHex("502a4d18" + "03000000" + "010203");
        assertThat(decompress(concat(skippable, frame))).isEqualTo(ascii("hello"));
        assertThat(decompress(concat(frame, skippable))).isEqualTo(ascii("hello"));
    }

    @Test
    void refusesAFrameWhoseChecksumDiffers() throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(stored).setChecksum(true)) {
            out.write(ascii("hello"));
        }
        byte[] frame = stored.toByteArray();
        assertThat(decompress(frame)).isEqualTo(ascii("hello"));
        frame[frame.length - 1] ^= 1;
        assertThatIOException().isThrownBy(() -> decompress(frame));
    }

    @Test
    void readsAWindowOfEightMebibytes() throws IOException {
        assertThat(decompress(withWindow(23))).isEqualTo(ascii("hello"));
    }

    @Test
    void refusesAWindowOfMoreThanEightMebibytes() {
        for (int windowLog = 24; windowLog <= 41; windowLog++) {
            byte[] frame = withWindow(windowLog);
            assertThatIOException()
                    .as("2^%d bytes", windowLog)
                    .isThrownBy(() -> decompress(frame))
                    .withMessageContaining("memory");
        }
    }

    @Test
    void refusesAWindowThatIsSlightlyTooLarge() {
        // 8 MiB and an eighth: the mantissa counts eighths
        byte[] frame = withWindow(23);
        frame[5] |= 1;
        assertThatIOException().isThrownBy(() -> decompress(frame));
    }

    @Test
    void refusesASecondFrameWhoseWindowIsTooLarge() throws IOException {
        byte[] frames = concat(compress(new ZstdCompressor(), ascii("hello")), withWindow(24));
        assertThatIOException().isThrownBy(() -> decompress(frames));
    }

    /** A frame of one raw block; its window descriptor is an exponent over 2^10 (RFC 8878, section 3.1.1.1.2). */
    private static byte[] withWindow(int windowLog) {
        byte[] frame = HexFormat.of().parseHex("28b52ffd" + "0058" + "290000" + "68656c6c6f");
        frame[5] = (byte) (windowLog - 10 << 3);
        return frame;
    }

    @Test
    void everyLevelIsReadByTheDefault() throws IOException {
        byte[] bytes = new byte[9 << 20];
        for (int i = 0; i < bytes.length; i += 8191) {
            bytes[i] = (byte) i;
        }
        for (int level = 1; level <= 19; level++) {
            assertThat(decompress(compress(ZstdCompressor.withLevel(level), bytes)))
                    .as("level %d", level)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void refusesALevelWhoseWindowTheReaderWouldRefuse() {
        for (int level : new int[] {-1, 0, 20, 22}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ZstdCompressor.withLevel(level))
                    .withMessage("A zstd level is 1 to 19, but was: " + level);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] compress(Compressor compressor, byte[] bytes) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = compressor.compress(stored)) {
            out.write(bytes);
        }
        return stored.toByteArray();
    }

    private static byte[] decompress(byte[] stored) throws IOException {
        try (InputStream in = new ZstdCompressor().decompress(new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
