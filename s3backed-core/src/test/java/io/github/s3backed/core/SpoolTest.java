package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.s3backed.core.spi.BlobContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final int IN_MEMORY = 1024;
    private static final byte[] BYTES = new byte[300_000];

    static {
        new Random(1).nextBytes(BYTES);
    }

    @TempDir
    Path folder;

    private Spool spool(long limit) {
        return new Spool.Folder(folder, IN_MEMORY).newSpool(limit);
    }

    private SpooledContent content(byte[] bytes) throws IOException {
        Spool spool = spool(Long.MAX_VALUE);
        int middle = bytes.length / 3;
        spool.write(bytes, 0, middle);
        spool.write(bytes, middle, bytes.length - middle);
        return spool.content();
    }

    private static byte[] read(BlobContent content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) {
        return Fingerprint.of(Fingerprint.sha256().digest(bytes)).hex();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsAFewBytesInMemory() throws Exception {
        byte[] few = Arrays.copyOf(BYTES, IN_MEMORY);
        try (SpooledContent content = content(few)) {
            assertThat(read(content)).isEqualTo(few);
            assertThat(content.buffers()).isPresent();
            assertThat(OpenFiles.in(folder)).isEmpty();
        }
    }

    @Test
    void keepsMoreInAFile() throws Exception {
        for (int length : new int[] {IN_MEMORY + 1, 64 * 1024, 64 * 1024 + 1, BYTES.length}) {
            byte[] many = Arrays.copyOf(BYTES, length);
            try (SpooledContent content = content(many)) {
                assertThat(content.buffers()).isEmpty();
                assertThat(content.length()).isEqualTo(length);
                assertThat(content.sha256()).contains(sha256(many));
                assertThat(read(content)).isEqualTo(many);
                assertThat(read(content)).as("again").isEqualTo(many);
            }
        }
    }

    @Test
    void isReadInPiecesOfAnySize() throws Exception {
        byte[] many = Arrays.copyOf(BYTES, 200_000);
        try (SpooledContent content = content(many)) {
            for (int piece : new int[] {1000, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 150_000}) {
                assertThat(readInPieces(content, piece))
                        .as("pieces of %s", piece)
                        .isEqualTo(many);
            }
        }
    }

    private static byte[] readInPieces(BlobContent content, int piece) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[piece + 1];
        try (InputStream in = content.open()) {
            all.write(in.read());
            for (int n = in.read(buffer, 1, piece); n >= 0; n = in.read(buffer, 1, piece)) {
                assertThat(n).isPositive();
                all.write(buffer, 1, n);
            }
            assertThat(in.read(buffer, 0, 0)).isZero();
        }
        return all.toByteArray();
    }

    @Test
    void takesSingleBytesAsWell() throws Exception {
        Spool spool = spool(Long.MAX_VALUE);
        for (int i = 0; i < IN_MEMORY + 10; i++) {
            spool.write(BYTES[i]);
        }
        try (SpooledContent content = spool.content();
                InputStream in = content.open()) {
            for (int i = 0; i < IN_MEMORY + 10; i++) {
                assertThat(in.read()).isEqualTo(BYTES[i] & 0xff);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[1])).isEqualTo(-1);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsFileHasNoNameAndIsItsOwnersAlone() throws Exception {
        try (SpooledContent content = content(BYTES)) {
            assertThat(content.length()).isEqualTo(BYTES.length);
            try (var names = Files.list(folder)) {
                assertThat(names).isEmpty();
            }
            assertThat(OpenFiles.in(folder))
                    .singleElement()
                    .satisfies(descriptor -> assertThat(Files.getPosixFilePermissions(descriptor))
                            .containsExactlyInAnyOrder(
                                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNoDescriptorWhenItIsClosedDiscardedOrFull() throws Exception {
        content(BYTES).close();
        assertThat(OpenFiles.in(folder)).isEmpty();

        Spool discarded = spool(Long.MAX_VALUE);
        discarded.write(BYTES);
        assertThat(OpenFiles.in(folder)).hasSize(1);
        discarded.discard();
        assertThat(OpenFiles.in(folder)).isEmpty();

        Spool full = spool(BYTES.length);
        full.write(BYTES);
        assertThat(full.overflowed()).isFalse();
        full.write(1);
        assertThat(full.overflowed()).isTrue();
        assertThat(OpenFiles.in(folder)).isEmpty();
        full.write(BYTES);
        full.discard();
        assertThat(OpenFiles.in(folder)).isEmpty();
    }

    @Test
    void streamsFailOnceItIsClosed() throws Exception {
        SpooledContent content = content(BYTES);
        InputStream in = content.open();
        assertThat(in.read()).isEqualTo(BYTES[0] & 0xff);
        content.close();
        content.close();

        assertThatIOException().isThrownBy(in::readAllBytes);
    }

    @Test
    void isReadFromAnyPositionByManyAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SpooledContent content = content(BYTES)) {
            List<Future<Boolean>> reads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int position = i * 4_600;
                reads.add(threads.submit(() -> {
                    try (InputStream in = content.open(position)) {
                        return Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(BYTES, position, BYTES.length));
                    }
                }));
            }
            for (Future<Boolean> read : reads) {
                assertThat(read.get()).isTrue();
            }
            assertThat(content.open(BYTES.length).read()).isEqualTo(-1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aReaderThatIsInterruptedDoesNotKeepOthersFromReading() throws Exception {
        try (SpooledContent content = content(BYTES)) {
            CountDownLatch done = new CountDownLatch(1);
            Thread interrupted = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    read(content);
                } catch (IOException e) {
                    // Its own affair.
                } finally {
                    done.countDown();
                }
            });
            interrupted.start();
            done.await();

            assertThat(read(content)).isEqualTo(BYTES);
        }
    }
}
