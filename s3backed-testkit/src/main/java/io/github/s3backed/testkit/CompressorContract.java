package io.github.s3backed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.s3backed.core.spi.Compressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Compressor} must do. Extend it and return the compressor to be tested; it is safe to return the same
 * one each time.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class CompressorContract {

    private static final int BLOCK = 64 * 1024;
    private static final int LARGE = 3 * 1024 * 1024 + 17;
    private static final int ODD = 1021;

    /** For subclasses. */
    protected CompressorContract() {}

    /** The compressor to be tested. */
    protected abstract Compressor compressor();

    /**
     * Whether there is a frame at all, whose truncation and whose surplus bytes can be noticed. Only a compressor that
     * leaves bytes as they are may return false.
     */
    protected boolean framesItsBytes() {
        return true;
    }

    /** Whether the format lets frames that follow each other be read as one. */
    protected boolean readsConcatenatedFrames() {
        return true;
    }

    @Test
    void idIsLegalAndStable() {
        assertThat(compressor().id())
                .matches("[a-z0-9-]{1,32}")
                .isEqualTo(compressor().id());
    }

    @Test
    void nothingComesBackAsNothing() throws IOException {
        assertRoundTrip(new byte[0]);
    }

    @Test
    void fewBytesComeBack() throws IOException {
        for (int size : new int[] {1, 2, 3, 4, 5, 13, 100, 1000}) {
            assertRoundTrip(Samples.text(size));
            assertRoundTrip(Samples.random(size));
        }
    }

    @Test
    void bytesAroundABlockBoundaryComeBack() throws IOException {
        for (int blocks = 1; blocks <= 2; blocks++) {
            for (int size = blocks * BLOCK - 1; size <= blocks * BLOCK + 1; size++) {
                assertRoundTrip(Samples.text(size));
                assertRoundTrip(Samples.random(size));
            }
        }
    }

    @Test
    void largeCompressibleBytesComeBack() throws IOException {
        assertRoundTrip(Samples.text(LARGE));
    }

    @Test
    void largeIncompressibleBytesComeBack() throws IOException {
        assertRoundTrip(Samples.random(LARGE));
    }

    @Test
    void bytesThatAreAllEqualComeBack() throws IOException {
        assertRoundTrip(new byte[LARGE]);
    }

    @Test
    void largeCompressibleBytesBecomeFewer() throws IOException {
        assumeTrue(framesItsBytes());
        assertThat(compress(Samples.text(LARGE)).length).isLessThan(LARGE);
    }

    @Test
    void bytesWrittenOneByOneComeBack() throws IOException {
        byte[] bytes = Samples.mixed(BLOCK + ODD);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = compressor().compress(stored)) {
            for (byte b : bytes) {
                out.write(b);
            }
        }
        assertThat(decompress(stored.toByteArray())).isEqualTo(bytes);
    }

    @Test
    void bytesWrittenInOddChunksComeBack() throws IOException {
        byte[] bytes = Samples.mixed(3 * BLOCK + 5);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = compressor().compress(stored)) {
            for (int i = 0; i < bytes.length; i += ODD) {
                out.write(bytes, i, Math.min(ODD, bytes.length - i));
                out.write(bytes, 0, 0);
            }
        }
        assertThat(decompress(stored.toByteArray())).isEqualTo(bytes);
    }

    @Test
    void bytesWrittenAroundAFlushComeBack() throws IOException {
        byte[] bytes = Samples.mixed(3 * ODD);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = compressor().compress(stored)) {
            out.write(bytes, 0, ODD);
            out.flush();
            out.flush();
            out.write(bytes, ODD, 2 * ODD);
        }
        assertThat(decompress(stored.toByteArray())).isEqualTo(bytes);
    }

    @Test
    void theSameBytesAreCompressedToTheSameBytes() throws IOException {
        byte[] bytes = Samples.mixed(3 * BLOCK);
        assertThat(compress(bytes)).isEqualTo(compress(bytes));
    }

    @Test
    void aSourceThatYieldsOneByteAtATimeIsReadToItsEnd() throws IOException {
        byte[] bytes = Samples.mixed(2 * BLOCK + ODD);
        try (InputStream in = compressor().decompress(new SlowInputStream(compress(bytes)))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void bytesCanBeReadOneByOneAndTheEndStaysTheEnd() throws IOException {
        byte[] bytes = Samples.mixed(5 * ODD);
        try (InputStream in = compressor().decompress(new ByteArrayInputStream(compress(bytes)))) {
            for (byte b : bytes) {
                assertThat(in.read()).isEqualTo(b & 0xff);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[ODD], 0, ODD)).isEqualTo(-1);
        }
    }

    @Test
    void bytesCanBeReadIntoThePartOfAnArray() throws IOException {
        byte[] bytes = Samples.text(ODD);
        byte[] target = new byte[ODD + 8];
        try (InputStream in = compressor().decompress(new ByteArrayInputStream(compress(bytes)))) {
            assertThat(in.readNBytes(target, 4, ODD)).isEqualTo(ODD);
        }
        assertThat(Arrays.copyOfRange(target, 4, 4 + ODD)).isEqualTo(bytes);
        assertThat(target).startsWith(0, 0, 0, 0).endsWith(0, 0, 0, 0);
    }

    @Test
    void everyTruncationOfASmallFrameIsAnIoException() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(Samples.mixed(3000));
        for (int length = 0; length < frame.length; length++) {
            assertUnreadable(Arrays.copyOf(frame, length), "truncated to " + length + " of " + frame.length);
        }
    }

    @Test
    void everyTruncationOfAnEmptyFrameIsAnIoException() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(new byte[0]);
        for (int length = 0; length < frame.length; length++) {
            assertUnreadable(Arrays.copyOf(frame, length), "truncated to " + length + " of " + frame.length);
        }
    }

    @Test
    void aTruncatedLargeFrameIsAnIoException() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(Samples.random(5 * BLOCK));
        for (int length = frame.length - 1; length > 0; length -= 7 * ODD) {
            assertUnreadable(Arrays.copyOf(frame, length), "truncated to " + length + " of " + frame.length);
        }
    }

    @Test
    void zeroesAfterTheFrameAreAnIoException() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(Samples.text(3000));
        for (int surplus = 1; surplus <= 16; surplus++) {
            assertUnreadable(Arrays.copyOf(frame, frame.length + surplus), surplus + " zeroes at the end");
        }
    }

    @Test
    void garbageAfterTheFrameIsAnIoException() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(Samples.text(3000));
        for (int surplus = 1; surplus <= 16; surplus++) {
            assertUnreadable(concat(frame, Samples.random(surplus)), surplus + " random bytes at the end");
        }
    }

    @Test
    void theBeginningOfAnotherFrameAfterTheFrameIsAnIoException() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(Samples.text(300));
        for (int surplus = 1; surplus < frame.length; surplus++) {
            assertUnreadable(concat(frame, Arrays.copyOf(frame, surplus)), surplus + " bytes of another frame");
        }
    }

    @Test
    void bytesThatAreNoFrameAreAnIoException() {
        assumeTrue(framesItsBytes());
        assertUnreadable(Samples.random(ODD), "random bytes");
        assertUnreadable(new byte[ODD], "zeroes");
    }

    @Test
    void framesThatFollowEachOtherAreReadAsOne() throws IOException {
        assumeTrue(readsConcatenatedFrames());
        byte[] first = Samples.text(2 * BLOCK);
        byte[] last = Samples.random(ODD);
        byte[] stored = concat(concat(compress(first), compress(new byte[0])), compress(last));
        try (InputStream in = compressor().decompress(new SlowInputStream(stored))) {
            assertThat(in.readAllBytes()).isEqualTo(concat(first, last));
        }
    }

    /** Other bytes than the original are for the fingerprint to notice; what must not happen is any other failure. */
    @Test
    void aDamagedFrameIsReadToItsEndOrAnIoException() throws IOException {
        byte[] frame = compress(Samples.mixed(3000));
        for (int i = 0; i < frame.length; i++) {
            for (int flip : new int[] {0xff, 1 << i % 8}) {
                byte[] damaged = frame.clone();
                damaged[i] ^= (byte) flip;
                assertThatCode(() -> readOrIoException(damaged))
                        .as("byte %d flipped by %x", i, flip)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aFailureOfTheSourceIsPassedOn() throws IOException {
        byte[] frame = compress(Samples.random(2 * BLOCK));
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(frame, 0, frame.length / 2), new BrokenInputStream());
        assertThatIOException().isThrownBy(() -> {
            try (InputStream in = compressor().decompress(broken)) {
                in.readAllBytes();
            }
        });
    }

    @Test
    void closingClosesTheTarget() throws IOException {
        LimitedOutputStream target = LimitedOutputStream.unlimited();
        OutputStream out = compressor().compress(target);
        out.write(Samples.text(ODD));
        assertThat(target.closed()).isFalse();
        out.close();
        assertThat(target.closed()).isTrue();
    }

    @Test
    void closingTwiceWritesNothingMore() throws IOException {
        LimitedOutputStream target = LimitedOutputStream.unlimited();
        OutputStream out = compressor().compress(target);
        out.write(Samples.text(ODD));
        out.close();
        byte[] once = target.bytes();
        out.close();
        assertThat(target.bytes()).isEqualTo(once);
    }

    @Test
    void aFailureOfTheTargetIsPassedOn() {
        for (int limit : new int[] {64, BLOCK, 2 * BLOCK}) {
            LimitedOutputStream target = new LimitedOutputStream(limit);
            assertThatIOException()
                    .isThrownBy(() -> {
                        try (OutputStream out = compressor().compress(target)) {
                            out.write(Samples.random(4 * BLOCK));
                        }
                    })
                    .withMessage(LimitedOutputStream.FAILURE);
        }
    }

    @Test
    void closingClosesTheTargetThoughItFailed() throws IOException {
        LimitedOutputStream target = new LimitedOutputStream(64);
        OutputStream out = compressor().compress(target);
        assertThatIOException().isThrownBy(() -> {
            try (out) {
                out.write(Samples.random(4 * BLOCK));
            }
        });
        assertThat(target.closed()).isTrue();
        assertThatCode(out::close).doesNotThrowAnyException();
    }

    @Test
    void closingClosesTheSourceAlsoTwiceAndBeforeTheEnd() throws IOException {
        SlowInputStream source = new SlowInputStream(compress(Samples.random(BLOCK)));
        InputStream in = compressor().decompress(source);
        assertThat(in.read()).isNotNegative();
        assertThat(source.closed()).isFalse();
        in.close();
        in.close();
        assertThat(source.closed()).isTrue();
    }

    @Test
    void closingClosesTheSourceOfADamagedFrame() throws IOException {
        assumeTrue(framesItsBytes());
        byte[] frame = compress(Samples.random(2 * ODD));
        SlowInputStream source = new SlowInputStream(Arrays.copyOf(frame, ODD));
        InputStream in = compressor().decompress(source);
        assertThatIOException().isThrownBy(in::readAllBytes);
        in.close();
        assertThat(source.closed()).isTrue();
    }

    @Test
    void manyThreadsMayUseItAtOnce() throws Exception {
        byte[] bytes = Samples.mixed(2 * BLOCK);
        Compressor shared = compressor();
        List<byte[]> results = Concurrently.call(() -> decompress(shared, compress(shared, bytes)));
        assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(bytes));
    }

    private void assertRoundTrip(byte[] bytes) throws IOException {
        assertThat(decompress(compress(bytes))).isEqualTo(bytes);
    }

    private void assertUnreadable(byte[] stored, String what) {
        assertThatIOException().as(what).isThrownBy(() -> decompress(stored));
        assertThatIOException().as(what + ", read slowly").isThrownBy(() -> {
            try (InputStream in = compressor().decompress(new SlowInputStream(stored))) {
                in.readAllBytes();
            }
        });
    }

    private void readOrIoException(byte[] damaged) {
        try (InputStream in = compressor().decompress(new ByteArrayInputStream(damaged))) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // As good as being read: either way the fingerprint has the last word.
        }
    }

    private byte[] compress(byte[] bytes) throws IOException {
        return compress(compressor(), bytes);
    }

    private byte[] decompress(byte[] stored) throws IOException {
        return decompress(compressor(), stored);
    }

    private static byte[] compress(Compressor compressor, byte[] bytes) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = compressor.compress(stored)) {
            out.write(bytes);
        }
        return stored.toByteArray();
    }

    private static byte[] decompress(Compressor compressor, byte[] stored) throws IOException {
        try (InputStream in = compressor.decompress(new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
