package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.Compressor;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a read where the compressor or the connection does not do as it should. */
class PayloadInputStreamTest {

    private static final KeyTemplate TEMPLATE = KeyTemplate.of("{fingerprint}-{writeId}");
    private static final String VALUE = "text of some length";

    private final RecordingBlobStore store = new RecordingBlobStore(MemoryBlobStore.create("bucket"));
    private final LastByteMarks compressor = new LastByteMarks();
    private final PayloadCodec<String> codec =
            new PayloadCodec<>(new Utf8Serializer(), compressor, Compressors.discover(compressor), true, 1000);
    private EncodedPayload encoded;
    private Reference where;
    private byte[] stored;

    @BeforeEach
    void encode() throws IOException {
        encoded = codec.encode(VALUE);
        where = new Reference(store.location(), "key");
        stored = encoded.content().open().readAllBytes();
    }

    @Test
    void yieldsWhatWasStored() throws IOException {
        assertThat(decode(new ByteArrayInputStream(stored))).isEqualTo(VALUE);
    }

    @Test
    void canBeReadByteByByte() throws IOException {
        PayloadInputStream in = payload(new byte[] {0, 127, -128, -1}, 4);

        assertThat(List.of(in.read(), in.read(), in.read(), in.read())).containsExactly(0, 127, 128, 255);
        assertThat(in.read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"4, -1, true", "4, 4, true", "4, 3, false", "4, 0, false", "0, 0, true", "5, -1, false"})
    void endsAtItsLengthAndAtTheLimit(int length, int expected, boolean whole) throws IOException {
        byte[] bytes = new byte[length];
        PayloadInputStream in = payload(bytes, 4).ofLength(expected);

        if (whole) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            in.verify(expected, Fingerprint.of(Fingerprint.sha256().digest(bytes)));
        } else {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasCauseInstanceOf(S3BackedException.class);
        }
    }

    @Test
    void freesWhatItOwnsAlsoIfTheDecompressorFailsToClose() {
        AtomicBoolean freed = new AtomicBoolean();
        InputStream stubborn = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() throws IOException {
                throw new IOException("stuck");
            }
        };
        PayloadInputStream in = new PayloadInputStream(
                        stubborn, new SourceInputStream(stubborn), Limit.ofPayloads(1), "here")
                .owning(() -> freed.set(true));

        assertThatThrownBy(in::free).hasMessage("stuck");
        assertThat(freed).isTrue();
    }

    private static PayloadInputStream payload(byte[] bytes, long limit) {
        InputStream in = new ByteArrayInputStream(bytes);
        return new PayloadInputStream(in, new SourceInputStream(in), Limit.ofPayloads(limit), "here");
    }

    // Deflate adds less than a thousandth to what it cannot shrink, and a header.
    @Test
    void takesOfStoredBytesAThousandthAndSixteenKibibytesMoreThanOfAPayload() throws IOException {
        int most = 1000 + 1 + 16 * 1024;

        assertThat(codec.buffer(new ByteArrayInputStream(new byte[most]), where).length())
                .isEqualTo(most);
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> codec.buffer(new ByteArrayInputStream(new byte[most + 1]), where));
    }

    @Test
    void refusesBytesThatTheCompressorLeavesUnread() {
        byte[] surplus = Arrays.copyOf(stored, stored.length + 1);

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> decode(new ByteArrayInputStream(surplus)))
                .withMessageContaining("bytes after its end")
                .withMessageContaining(where.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void tellsABrokenConnectionFromABrokenPayload(int after) {
        IOException reset = new IOException("connection reset");

        assertThatThrownBy(() -> decode(new Breaking(stored, after, reset))).isSameAs(reset);
    }

    @Test
    void tellsABrokenConnectionAlsoWhereTheCompressorSkips() {
        IOException reset = new IOException("connection reset");
        compressor.skips = true;

        assertThatThrownBy(() -> decode(new Breaking(stored, 0, reset))).isSameAs(reset);
    }

    @Test
    void takesARuntimeExceptionOfTheCompressorForBrokenBytes() {
        compressor.failure = new IllegalStateException("bad block");

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> decode(new ByteArrayInputStream(stored)))
                .withMessageContaining(where.toString())
                .withCause(compressor.failure);
    }

    @Test
    void freesTheDecompressorWhetherItSucceedsOrNot() throws IOException {
        decode(new ByteArrayInputStream(stored));
        assertThat(compressor.closed).isEqualTo(1);

        byte[] surplus = Arrays.copyOf(stored, stored.length + 1);
        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> decode(new ByteArrayInputStream(surplus)));
        assertThat(compressor.closed).isEqualTo(2);
    }

    private String decode(InputStream body) throws IOException {
        BlobMetadata metadata = encoded.metadata();
        store.replace("key", stored, metadata);
        BlobReader<String> reader = (info, ignored) -> codec.decode(info, body, encoded.fingerprint(), false, where);
        return reader.read(store.info("key"), InputStream.nullInputStream());
    }

    /** Stores bytes as they are, with a zero behind them, and reads no further than to the zero. */
    private static final class LastByteMarks implements Compressor {

        private boolean skips;
        private RuntimeException failure;
        private int closed;

        @Override
        public String id() {
            return "marked";
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                }

                @Override
                public void close() throws IOException {
                    out.write(0);
                }
            };
        }

        @Override
        public InputStream decompress(InputStream in) throws IOException {
            return new InputStream() {
                private boolean ended;

                @Override
                public int read() throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    if (skips) {
                        in.skip(1);
                    }
                    int b = ended ? -1 : in.read();
                    ended |= b <= 0;
                    return ended ? -1 : b;
                }

                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    int b = read();
                    if (b >= 0) {
                        target[offset] = (byte) b;
                    }
                    return b < 0 ? -1 : 1;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    /** Fails after some bytes. */
    private static final class Breaking extends FilterInputStream {

        private final IOException failure;
        private int left;

        Breaking(byte[] bytes, int left, IOException failure) {
            super(new ByteArrayInputStream(bytes));
            this.left = left;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw failure;
            }
            return super.read();
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left <= 0) {
                throw failure;
            }
            int n = super.read(target, offset, Math.min(count, left));
            left -= n;
            return n;
        }

        @Override
        public long skip(long count) throws IOException {
            throw failure;
        }
    }
}
