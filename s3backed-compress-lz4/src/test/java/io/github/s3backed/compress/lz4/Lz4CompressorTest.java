package io.github.s3backed.compress.lz4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

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
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.junit.jupiter.api.Test;

class Lz4CompressorTest extends CompressorContract {

    // magic, version 1 with independent blocks, blocks of 64 KiB, the descriptor's checksum
    private static final String HEADER = "04224d18" + "60" + "40" + "82";
    private static final String HELLO = "05000080" + "68656c6c6f";
    private static final String END = "00000000";

    @Override
    protected Compressor compressor() {
        return new Lz4Compressor();
    }

    @Test
    void isFoundByItsId() {
        assertThat(ServiceLoader.load(Compressor.class))
                .filteredOn(found -> found instanceof Lz4Compressor)
                .hasSize(1);
        assertThat(Compressors.discover().require("lz4")).isInstanceOf(Lz4Compressor.class);
    }

    @Test
    void writesTheFrameFormat() throws IOException {
        assertThat(compress(ascii("hello"))).isEqualTo(hex(HEADER + HELLO + END));
    }

    @Test
    void writesNothingAsAFrameWithoutBlocks() throws IOException {
        assertThat(compress(new byte[0])).isEqualTo(hex(HEADER + END));
    }

    @Test
    void skipsASkippableFrame() throws IOException {
        String skippable = "502a4d18" + "03000000" + "010203";
        assertThat(decompress(hex(skippable + HEADER + HELLO + END))).isEqualTo(ascii("hello"));
        assertThat(decompress(hex(HEADER + HELLO + END + skippable))).isEqualTo(ascii("hello"));
    }

    @Test
    void refusesASkippableFrameThatIsTruncated() {
        String skippable = "502a4d18" + "ffffffff" + "010203";
        assertThatIOException().isThrownBy(() -> decompress(hex(HEADER + HELLO + END + skippable)));
    }

    @Test
    void readsTheLargestBlocks() throws IOException {
        byte[] bytes = new byte[9 << 20];
        Arrays.fill(bytes, (byte) 'x');
        assertThat(decompress(write(bytes, BLOCKSIZE.SIZE_4MB, FLG.Bits.BLOCK_INDEPENDENCE)))
                .isEqualTo(bytes);
    }

    @Test
    void refusesABlockThatIsLargerThanItsFrameAllows() {
        // 2^30 bytes in a block of at most 64 KiB
        assertThatIOException().isThrownBy(() -> decompress(hex(HEADER + "000000c0" + "68656c6c6f" + END)));
        assertThatIOException().isThrownBy(() -> decompress(hex(HEADER + "00000040" + "68656c6c6f" + END)));
    }

    @Test
    void refusesDependentBlocks() {
        // the same header with its flag for independent blocks cleared
        assertThatIOException()
                .isThrownBy(() -> decompress(hex("04224d18" + "40" + "40" + "c0" + HELLO + END)))
                .havingRootCause()
                .withMessageContaining("Dependent block");
    }

    @Test
    void refusesContentWhoseChecksumDiffers() throws IOException {
        assertLastByteMatters(
                write(ascii("hello"), BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.CONTENT_CHECKSUM));
    }

    @Test
    void everyTruncationOfAFrameWithAllChecksumsIsAnIoException() throws IOException {
        byte[] frame = write(
                ascii("hello"),
                BLOCKSIZE.SIZE_64KB,
                FLG.Bits.BLOCK_INDEPENDENCE,
                FLG.Bits.CONTENT_CHECKSUM,
                FLG.Bits.BLOCK_CHECKSUM);
        for (int length = 0; length < frame.length; length++) {
            byte[] truncated = Arrays.copyOf(frame, length);
            assertThatIOException().as("%d bytes", length).isThrownBy(() -> decompress(truncated));
        }
    }

    private static void assertLastByteMatters(byte[] frame) throws IOException {
        assertThat(decompress(frame)).isEqualTo(ascii("hello"));
        frame[frame.length - 1] ^= 1;
        assertThatIOException().isThrownBy(() -> decompress(frame));
    }

    private static byte[] write(byte[] bytes, BLOCKSIZE blocks, FLG.Bits... bits) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = new LZ4FrameOutputStream(stored, blocks, bits)) {
            out.write(bytes);
        }
        return stored.toByteArray();
    }

    private static byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = new Lz4Compressor().compress(stored)) {
            out.write(bytes);
        }
        return stored.toByteArray();
    }

    private static byte[] decompress(byte[] stored) throws IOException {
        try (InputStream in = new Lz4Compressor().decompress(new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
