package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileBlobStoreCrashTest {

    private static final BlobMetadata METADATA = new BlobMetadata("text/plain", "gzip", Map.of("name", "value"));
    private static final String KEY = "folder/key";
    private static final int LENGTH = 1_000_000;

    @TempDir
    private Path folder;

    private FileBlobStore store;

    @BeforeEach
    void open() {
        store = FileBlobStore.create(folder.resolve("bucket"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(PutMode.class)
    void showsNothingOfAPutWhoseProcessDied(PutMode mode) throws Exception {
        assertThat(runChild(mode.name())).isEqualTo(Child.DIED);
        assertThat(store.head(KEY).toCompletableFuture().join()).isEmpty();
        assertThat(store.fileOf(KEY)).doesNotExist();
    }

    @Test
    void keepsTheFormerObjectWhereAPutsProcessDied() throws Exception {
        byte[] former = filled(7, 1000);
        put(BlobContent.of(former), PutMode.OVERWRITE);
        assertThat(runChild(PutMode.OVERWRITE.name())).isEqualTo(Child.DIED);
        assertThat(read()).isEqualTo(former);
    }

    @Test
    void storesAgainAfterACrash() throws Exception {
        runChild(PutMode.IF_ABSENT.name());
        put(BlobContent.of(filled(8, 1000)), PutMode.IF_ABSENT);
        assertThat(read()).isEqualTo(filled(8, 1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 50})
    void showsWholeObjectsOnlyOfAProcessThatWasKilled(int puts) throws Exception {
        Process child = startChild(Child.FOR_EVER);
        try (InputStream done = child.getInputStream()) {
            assertThat(done.readNBytes(puts)).hasSize(puts);
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        byte[] seen = read();
        assertThat(seen).isEqualTo(filled(seen[0], LENGTH));
    }

    @Test
    void leavesNoTemporaryFileWhereContentFails() throws Exception {
        assertThatThrownBy(() -> put(
                        new Interrupted(() -> {
                            throw new IOException("the content's own failure");
                        }),
                        PutMode.OVERWRITE))
                .isInstanceOf(CompletionException.class);
        assertThat(store.fileOf(KEY)).doesNotExist();
        try (var left = Files.list(folder.resolve("bucket").resolve("!tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void failsOnAFileThatWasCutOffAnywhere() throws IOException {
        put(BlobContent.of(filled(9, 300)), PutMode.OVERWRITE);
        Path file = store.fileOf(KEY);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::read)
                    .as("cut off after %d of %d bytes", length, whole.length)
                    .hasCauseInstanceOf(BlobStoreException.class);
            assertThatThrownBy(() -> store.head(KEY).toCompletableFuture().join())
                    .hasCauseInstanceOf(BlobStoreException.class);
        }
    }

    private void put(BlobContent content, PutMode mode) {
        store.put(KEY, content, METADATA, mode).toCompletableFuture().join();
    }

    private byte[] read() {
        return store.get(KEY, (info, body) -> body.readAllBytes())
                .toCompletableFuture()
                .join();
    }

    private static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private int runChild(String task) throws Exception {
        Process child = startChild(task);
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return child.exitValue();
        } finally {
            child.destroyForcibly();
        }
    }

    private Process startChild(String task) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.resolve("bucket").toString(),
                        task)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A process that puts and dies. */
    static final class Child {

        static final int DIED = 42;
        static final String FOR_EVER = "for ever";

        private Child() {}

        public static void main(String[] arguments) {
            FileBlobStore store = FileBlobStore.create(Path.of(arguments[0]));
            if (arguments[1].equals(FOR_EVER)) {
                putForEver(store);
            }
            BlobContent content = new Interrupted(() -> Runtime.getRuntime().halt(DIED));
            store.put(KEY, content, METADATA, PutMode.valueOf(arguments[1]))
                    .toCompletableFuture()
                    .join();
        }

        private static void putForEver(FileBlobStore store) {
            for (int value = 0; ; value++) {
                store.put(KEY, BlobContent.of(filled(value, LENGTH)), METADATA, PutMode.OVERWRITE)
                        .toCompletableFuture()
                        .join();
                System.out.write(value);
                System.out.flush();
            }
        }
    }

    /** Something that happens in the middle of a put. */
    private interface Event {
        void happen() throws IOException;
    }

    /** Content in whose middle something happens. It ends, so that a mistake here does not fill the disk. */
    private record Interrupted(Event event) implements BlobContent {

        @Override
        public long length() {
            return LENGTH;
        }

        @Override
        public InputStream open() {
            InputStream zeros = new ByteArrayInputStream(new byte[LENGTH]);
            return new FilterInputStream(zeros) {
                // The bulk read of InputStream itself would swallow an exception after the first byte.
                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    if (zeros.available() < LENGTH / 2) {
                        event.happen();
                    }
                    return super.read(target, offset, Math.min(count, 1000));
                }
            };
        }
    }
}
