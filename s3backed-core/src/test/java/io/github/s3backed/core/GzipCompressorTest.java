package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipCompressorTest {

    // "abc" by gzip 1.12, with file name, time and all: gzip -9 abc
    private static final String WITH_NAME = "1f8b080841ae046b0203616263004b4c4a0600c241243503000000";
    private static final String PLAIN = "1f8b08000000000000034b4c4a0600c241243503000000";

    @Test
    void readsWhatGzipWrote() throws IOException {
        assertThat(decompress(WITH_NAME)).isEqualTo("abc");
    }

    @Test
    void readsMembersThatFollowEachOtherAsOne() throws IOException {
        assertThat(decompress(PLAIN + WITH_NAME + PLAIN)).isEqualTo("abcabcabc");
    }

    @Test
    void readsEveryOptionalFieldOfAHeader() throws IOException {
        // FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT
        String header = "1f8b081f00000000000302006162" + "6e00" + "6300";
        assertThat(decompress(header + headerCrc(header) + PLAIN.substring(20))).isEqualTo("abc");
    }

    @Test
    void passesOverALongExtraFieldWhateverItHolds() throws IOException {
        // FEXTRA with 258 bytes of zeros, then FNAME
        String header = "1f8b080c000000000003" + "0201" + "00".repeat(258) + "6e00";
        assertThat(decompress(header + PLAIN.substring(20))).isEqualTo("abc");
    }

    @Test
    void countsTheChecksumOfEachHeaderFromItsOwnBeginning() throws IOException {
        String header = "1f8b0802000000000003";
        String member = header + headerCrc(header) + PLAIN.substring(20);
        assertThat(decompress(member + member)).isEqualTo("abcabc");
    }

    @Test
    void canBeReadByteByByte() throws IOException {
        byte[] bytes = {0, 1, 127, -128, -1};
        InputStream in =
                new GzipCompressor().decompress(new ByteArrayInputStream(compress(new GzipCompressor(), bytes)));
        for (byte expected : bytes) {
            assertThat(in.read()).isEqualTo(expected & 0xff);
        }
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[1], 0, 0)).isZero();
    }

    @Test
    void closesWhatItReadsFromAndReadsNoMore() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream source =
                new FilterInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(PLAIN))) {
                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };
        InputStream in = new GzipCompressor().decompress(source);
        assertThat(in.read()).isEqualTo('a');

        in.close();

        assertThat(closed).isTrue();
        assertThatIOException().isThrownBy(in::read).withMessage("The stream is closed.");
    }

    @Test
    void refusesAHeaderWhoseChecksumDiffers() {
        String header = "1f8b080200000000000b";
        assertThatIOException().isThrownBy(() -> decompress(header + "0000" + PLAIN.substring(20)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no member at all
                "1f", // cut in the mark
                "1f8c08000000000000034b4c4a0600c241243503000000", // another mark
                "1f8b09000000000000034b4c4a0600c241243503000000", // another method
                "1f8b08200000000000034b4c4a0600c241243503000000", // a reserved flag
                "1f8b08000000000000034b4c4a0600c341243503000000", // another checksum
                "1f8b08000000000000034b4c4a0600c241243504000000", // another length
                "1f8b08000000000000034b4c4a0600c2412435030000", // cut in the length
                "1f8b08000000000000034b4c", // cut in the data
                "1f8b08000000000000034b4c4a0600c24124350300000000", // a zero behind it
                "1f8b08000000000000034b4c4a0600c2412435030000001f8b", // half a mark behind it
                "1f8b0800000000000003ff4c4a0600c241243503000000" // no deflate
            })
    void refusesEverythingElse(String hex) {
        assertThatIOException().isThrownBy(() -> decompress(hex));
    }

    @Test
    void writesWhatOtherReadersRead() throws IOException {
        byte[] text = "text ".repeat(10_000).getBytes(StandardCharsets.UTF_8);

        byte[] compressed = compress(new GzipCompressor(), text);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(text);
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);

        assertThat(compress(new GzipCompressor(), text)).isEqualTo(compress(new GzipCompressor(), text));
    }

    @Test
    void compressesMoreAtAHigherLevel() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("line ").append(i * i % 997).append(" of a text that nearly repeats itself\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

        assertThat(compress(GzipCompressor.withLevel(9), bytes).length)
                .isLessThan(compress(GzipCompressor.withLevel(1), bytes).length);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10})
    void refusesALevelThatGzipDoesNotHave(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GzipCompressor.withLevel(level))
                .withMessageContaining("1 to 9");
    }

    private static String headerCrc(String header) {
        CRC32 crc = new CRC32();
        crc.update(HexFormat.of().parseHex(header));
        return HexFormat.of().formatHex(new byte[] {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)});
    }

    private static String decompress(String hex) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
        return new String(new GzipCompressor().decompress(in).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] compress(GzipCompressor gzip, byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = gzip.compress(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }
}
