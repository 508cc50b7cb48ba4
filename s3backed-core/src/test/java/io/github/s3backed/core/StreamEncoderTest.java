package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.core.spi.InputStreamPublisher;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is made of sources that need not fit in memory. Every test leaves no file and no descriptor behind. */
@EnabledOnOs(OS.LINUX)
class StreamEncoderTest {

    private static final int IN_MEMORY = 1024;
    private static final byte[] DENSE = new byte[200_000];
    private static final byte[] SPARSE =
            "a line that compresses\n".repeat(20_000).getBytes();

    static {
        new Random(7).nextBytes(DENSE);
    }

    @TempDir
    Path spools;

    @TempDir
    Path files;

    @AfterEach
    void leavesNothingBehind() throws IOException {
        assertThat(OpenFiles.in(spools)).isEmpty();
        try (var names = Files.list(spools)) {
            assertThat(names).isEmpty();
        }
    }

    private StreamEncoder encoder(Compressor compressor, long maxBytes) {
        return new StreamEncoder("binary", compressor, false, maxBytes, new Spool.Folder(spools, IN_MEMORY));
    }

    private StreamEncoder gzip() {
        return encoder(new GzipCompressor(), Long.MAX_VALUE);
    }

    private static StreamSource stream(byte[] bytes) {
        return StreamedPayload.of(new ByteArrayInputStream(bytes)).source();
    }

    private static StreamSource publisher(byte[] bytes) {
        return StreamedPayload.of(
                        InputStreamPublisher.of(() -> new ByteArrayInputStream(bytes), StreamThreads.EXECUTOR))
                .source();
    }

    private StreamSource file(byte[] bytes) throws IOException {
        return StreamedPayload.of(Files.write(files.resolve("source"), bytes)).source();
    }

    private static void assertHolds(EncodedPayload encoded, byte[] bytes, String compressor) throws IOException {
        try {
            assertThat(encoded.header().compressor()).isEqualTo(compressor);
            assertThat(encoded.header().serializer()).isEqualTo("binary");
            assertThat(encoded.header().length()).isEqualTo(bytes.length);
            assertThat(encoded.fingerprint())
                    .isEqualTo(Fingerprint.of(Fingerprint.sha256().digest(bytes)));
            byte[] stored = encoded.content().open().readAllBytes();
            assertThat(stored).hasSize((int) encoded.content().length());
            assertThat(encoded.content().sha256())
                    .contains(
                            Fingerprint.of(Fingerprint.sha256().digest(stored)).hex());
            assertThat(decoded(stored, compressor)).isEqualTo(bytes);
            assertThat(stored.length).as("never larger").isLessThanOrEqualTo(bytes.length);
        } finally {
            encoded.close();
        }
    }

    private static byte[] decoded(byte[] stored, String compressor) throws IOException {
        Compressor reader = compressor.equals("gzip") ? new GzipCompressor() : new IdentityCompressor();
        return reader.decompress(new ByteArrayInputStream(stored)).readAllBytes();
    }

    @Test
    void compressesWhatGetsSmaller() throws Exception {
        assertHolds(gzip().encode(file(SPARSE), "a/b"), SPARSE, "gzip");
        assertHolds(gzip().encode(stream(SPARSE), "a/b"), SPARSE, "gzip");
        assertHolds(gzip().encode(publisher(SPARSE), "a/b"), SPARSE, "gzip");
    }

    @Test
    void storesAsItIsWhatDoesNot() throws Exception {
        assertHolds(gzip().encode(file(DENSE), "a/b"), DENSE, "identity");
        assertHolds(gzip().encode(stream(DENSE), "a/b"), DENSE, "identity");
        assertHolds(gzip().encode(publisher(DENSE), "a/b"), DENSE, "identity");
    }

    @Test
    void storesAsItIsWhereThatIsWhatIsConfigured() throws Exception {
        StreamEncoder identity = encoder(new IdentityCompressor(), Long.MAX_VALUE);

        assertHolds(identity.encode(file(SPARSE), "a/b"), SPARSE, "identity");
        assertHolds(identity.encode(stream(SPARSE), "a/b"), SPARSE, "identity");
        assertHolds(identity.encode(publisher(SPARSE), "a/b"), SPARSE, "identity");
    }

    @Test
    void takesSourcesOfEveryLengthAroundItsBuffers() throws Exception {
        for (int length : new int[] {
            0, 1, IN_MEMORY - 1, IN_MEMORY, IN_MEMORY + 1, PayloadCodec.COPY_BUFFER, PayloadCodec.COPY_BUFFER + 1, 65536
        }) {
            byte[] bytes = Arrays.copyOf(DENSE, length);
            assertHolds(gzip().encode(file(bytes), "a/b"), bytes, "identity");
            assertHolds(gzip().encode(stream(bytes), "a/b"), bytes, "identity");
            assertHolds(gzip().encode(publisher(bytes), "a/b"), bytes, "identity");
        }
    }

    @Test
    void compressesAlwaysWhereThatIsAskedFor() throws Exception {
        StreamEncoder always = new StreamEncoder(
                "binary", new GzipCompressor(), true, Long.MAX_VALUE, new Spool.Folder(spools, IN_MEMORY));

        EncodedPayload encoded = always.encode(stream(new byte[0]), "a/b");

        assertThat(encoded.header().compressor()).isEqualTo("gzip");
        assertThat(decoded(encoded.content().open().readAllBytes(), "gzip")).isEmpty();
    }

    @Test
    void refusesMoreThanTheLimitAndSaysWhichSettingItIs() throws Exception {
        for (Compressor compressor : new Compressor[] {new GzipCompressor(), new IdentityCompressor()}) {
            for (byte[] bytes : new byte[][] {SPARSE, DENSE}) {
                assertHolds(
                        encoder(compressor, bytes.length).encode(file(bytes), "a/b"),
                        bytes,
                        bytes == SPARSE ? compressor.id() : "identity");
                StreamEncoder limited = encoder(compressor, bytes.length - 1);
                for (StreamSource source : new StreamSource[] {file(bytes), stream(bytes), publisher(bytes)}) {
                    assertThatExceptionOfType(PayloadTooLargeException.class)
                            .isThrownBy(() -> limited.encode(source, "a/b"))
                            .withMessageContaining("maxStreamedBytes")
                            .withMessageContaining(Long.toString(bytes.length - 1));
                }
            }
        }
    }

    @Test
    void takesASourceThatIsAsLongAsTheLimit() throws Exception {
        Path file = Files.write(files.resolve("source"), SPARSE);
        for (StreamSource source : List.of(StreamedPayload.of(file).source(), stream(SPARSE))) {
            EncodedPayload encoded =
                    encoder(new GzipCompressor(), SPARSE.length).encode(source, "x/y");
            assertThat(encoded.header().length()).isEqualTo(SPARSE.length);
            encoded.close();
        }
    }

    @Test
    void whatIsStoredOfAFileThatChangesIsWhatWasFingerprinted() throws Exception {
        Path path = files.resolve("growing");
        Files.write(path, DENSE);
        StreamSource growing = new ChangingSource(path, () -> Files.write(path, DENSE, StandardOpenOption.APPEND));

        EncodedPayload grown = gzip().encode(growing, "a/b");

        byte[] twice = Arrays.copyOf(DENSE, 2 * DENSE.length);
        System.arraycopy(DENSE, 0, twice, DENSE.length, DENSE.length);
        assertHolds(grown, twice, "identity");
    }

    @Test
    void aFileThatShrinksWhileItIsCompressedIsNotStoredLarger() throws Exception {
        Path path = files.resolve("shrinking");
        Files.write(path, SPARSE);
        byte[] left = Arrays.copyOf(DENSE, 10);
        StreamSource shrinking = new ChangingSource(path, () -> Files.write(path, left));

        assertHolds(gzip().encode(shrinking, "a/b"), left, "identity");
    }

    @Test
    void readsAStreamOnceAndSaysSo() throws Exception {
        StreamedPayload payload = StreamedPayload.of(new ByteArrayInputStream(SPARSE));
        gzip().encode(payload.source(), "a/b").close();

        assertThatIllegalStateException()
                .isThrownBy(() -> gzip().encode(payload.source(), "a/b"))
                .withMessageContaining("new stream, or a file");
    }

    @Test
    void closesTheStreamThatItReads() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new FilterInputStream(new ByteArrayInputStream(SPARSE)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        gzip().encode(StreamedPayload.of(in).source(), "a/b").close();

        assertThat(closed).isTrue();
    }

    @Test
    void failsWithWhatTheSourceFailedWith() {
        for (Exception failure : new Exception[] {new IOException("broken"), new IllegalStateException("broken")}) {
            for (Compressor compressor : new Compressor[] {new GzipCompressor(), new IdentityCompressor()}) {
                StreamSource source =
                        StreamedPayload.of(new BreakingStream(DENSE, failure)).source();

                assertThatExceptionOfType(failure.getClass())
                        .isThrownBy(() -> encoder(compressor, Long.MAX_VALUE).encode(source, "a/b"))
                        .withMessage("broken");
            }
        }
    }

    @Test
    void failsWithWhatThePublisherFailedWith() {
        StreamSource source = StreamedPayload.of(InputStreamPublisher.of(
                        () -> new BreakingStream(DENSE, new IOException("broken")), StreamThreads.EXECUTOR))
                .source();

        assertThatIOException().isThrownBy(() -> gzip().encode(source, "a/b")).withMessageContaining("broken");
    }

    @Test
    void leavesNothingOfACompressorThatFails() throws Exception {
        Compressor broken = new Compressor() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public OutputStream compress(OutputStream out) {
                return new OutputStream() {
                    private int count;

                    @Override
                    public void write(int b) throws IOException {
                        out.write(b);
                        if (++count > 5 * IN_MEMORY) {
                            throw new IllegalStateException("broken");
                        }
                    }
                };
            }

            @Override
            public InputStream decompress(InputStream in) {
                return in;
            }
        };
        for (StreamSource source : new StreamSource[] {file(DENSE), stream(DENSE)}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> encoder(broken, Long.MAX_VALUE).encode(source, "a/b"));
        }
    }

    @Test
    @Timeout(20)
    void readsANamedPipeOnce() throws Exception {
        Path pipe = files.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Thread writer = new Thread(() -> {
            try {
                Files.write(pipe, DENSE);
            } catch (IOException e) {
                // The reader says what it got.
            }
        });
        writer.setDaemon(true);
        writer.start();

        assertHolds(gzip().encode(StreamedPayload.of(pipe).source(), "a/b"), DENSE, "identity");
    }

    @Test
    void saysThatThereIsNoRoomForTheSpool() throws Exception {
        StreamEncoder nowhere = new StreamEncoder(
                "binary",
                new GzipCompressor(),
                false,
                Long.MAX_VALUE,
                new Spool.Folder(spools.resolve("missing"), IN_MEMORY));

        assertThatIOException().isThrownBy(() -> nowhere.encode(stream(DENSE), "a/b"));
    }

    /** A file that somebody changes once its first bytes have been read. */
    private record ChangingSource(Path path, Change change) implements StreamSource {

        @Override
        public InputStream open() throws IOException {
            return new FilterInputStream(Files.newInputStream(path)) {
                private boolean changed;

                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    if (!changed) {
                        changed = true;
                        if (Files.size(path) != 10 && Files.size(path) != 2L * DENSE.length) {
                            change.happens();
                        }
                    }
                    return super.read(target, offset, count);
                }
            };
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public long length() throws IOException {
            return Files.size(path);
        }
    }

    private interface Change {
        void happens() throws IOException;
    }

    /** Yields most of its bytes. */
    private static final class BreakingStream extends FilterInputStream {

        private final Exception failure;
        private int left;

        BreakingStream(byte[] bytes, Exception failure) {
            super(new ByteArrayInputStream(bytes));
            this.left = bytes.length - 1;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left == 0) {
                if (failure instanceof IOException broken) {
                    throw broken;
                }
                throw (RuntimeException) failure;
            }
            int n = super.read(target, offset, Math.min(count, left));
            left -= n;
            return n;
        }
    }
}
