package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.s3backed.core.spi.BlobMetadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stored payloads that are read while they arrive. */
@Timeout(30)
class StreamedPayloadTest {

    private static final byte[] DENSE = new byte[300_000];
    private static final byte[] SPARSE =
            "a line that compresses\n".repeat(20_000).getBytes();

    static {
        new Random(11).nextBytes(DENSE);
    }

    @TempDir
    Path spools;

    @TempDir
    Path files;

    private final CapableBlobStore store = new CapableBlobStore(MemoryBlobStore.create("bucket"));
    private final KeyContext context = KeyContext.empty();

    private PayloadPipeline.Builder<byte[]> builder() {
        return PayloadPipeline.builder(new BytesSerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("s3backed/{fingerprint}-{writeId}"))
                .temporaryFolder(spools);
    }

    private StreamedPayload stored(byte[] bytes) {
        return read(builder().build(), builder().build().store(bytes, context));
    }

    private StreamedPayload read(PayloadPipeline<byte[]> pipeline, StoredPayload stored) {
        return pipeline.stream(stored, context, LateRead.unobserved());
    }

    private static byte[] bytesOf(StreamedPayload payload) throws IOException {
        try (InputStream in = payload.open()) {
            return in.readAllBytes();
        }
    }

    /** Reads one byte after the other, and returns how many came before it failed. */
    private static int countUntilItFails(StreamedPayload payload, AtomicReference<IOException> failure)
            throws IOException {
        int count = 0;
        try (InputStream in = payload.open()) {
            try {
                while (in.read() >= 0) {
                    count++;
                }
            } catch (IOException e) {
                failure.set(e);
            }
            assertThat(failure.get()).as("it reported its end").isNotNull();
            assertThatIOException().as("nor does it later").isThrownBy(in::read);
        }
        return count;
    }

    private static byte[] flipped(byte[] bytes, int index) {
        byte[] copy = bytes.clone();
        copy[index] ^= 1;
        return copy;
    }

    @Test
    void yieldsWhatWasStoredWithOneRequestAndLeavesNoBodyOpen() throws Exception {
        for (byte[] bytes : new byte[][] {SPARSE, DENSE, new byte[0], {1}}) {
            StreamedPayload payload = stored(bytes);
            store.calls.clear();

            assertThat(bytesOf(payload)).isEqualTo(bytes);

            assertThat(store.calls).containsExactly("open 0");
            assertThat(store.openBodies).hasValue(0);
        }
    }

    @Test
    void costsNoRequestUntilItIsOpened() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        store.calls.clear();

        assertThat(payload.reference()).map(Reference::key).contains(store.onlyKey());
        assertThat(payload.fingerprint())
                .contains(Fingerprint.of(Fingerprint.sha256().digest(SPARSE)));

        assertThat(store.calls).isEmpty();
        PayloadInfo info = Stages.join(payload.info());
        assertThat(store.calls).containsExactly("head");
        assertThat(info.length()).hasValue(SPARSE.length);
        assertThat(info.contentEncoding()).isEqualTo("gzip");
        assertThat(info.storedLength()).isLessThan(SPARSE.length);
    }

    @Test
    void neverReportsTheEndOfBytesThatAreNotTheOnesThatWereStored() throws Exception {
        StreamedPayload payload = stored(DENSE);
        String key = store.onlyKey();
        byte[] longer = Arrays.copyOf(DENSE, DENSE.length + 1);
        for (byte[] wrong : new byte[][] {
            flipped(DENSE, DENSE.length - 1), flipped(DENSE, 0), Arrays.copyOf(DENSE, DENSE.length - 1), longer, {}
        }) {
            store.replace(key, wrong);
            AtomicReference<IOException> failure = new AtomicReference<>();

            int count = countUntilItFails(payload, failure);

            assertThat(count).isLessThanOrEqualTo(DENSE.length);
            assertThat(failure.get())
                    .cause()
                    .isInstanceOf(CorruptPayloadException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("must not be used");
            assertThat(store.openBodies).hasValue(0);
        }
    }

    @Test
    void neverReportsTheEndOfCompressedBytesThatAreWrong() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        String key = store.onlyKey();
        byte[] right = store.bytes(key);
        byte[] surplus = Arrays.copyOf(right, right.length + 3);
        for (byte[] wrong : new byte[][] {
            flipped(right, right.length - 1),
            flipped(right, right.length - 6),
            flipped(right, right.length / 2),
            Arrays.copyOf(right, right.length - 1),
            surplus
        }) {
            store.replace(key, wrong);
            AtomicReference<IOException> failure = new AtomicReference<>();

            countUntilItFails(payload, failure);

            assertThat(failure.get()).cause().isInstanceOf(CorruptPayloadException.class);
        }
    }

    @Test
    void refusesAnotherPayloadThanTheOneThatTheReferenceNames() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        String key = store.onlyKey();
        builder().build().store(DENSE, context);
        String other = store.keys().stream()
                .filter(each -> !each.equals(key))
                .findFirst()
                .orElseThrow();

        store.replace(key, store.bytes(other), store.info(other).metadata());
        assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(payload::open);
        assertThat(store.openBodies).as("what was opened is closed").hasValue(0);

        Map<String, String> lies = new HashMap<>(store.info(other).metadata().userMetadata());
        lies.put("s3backed-fingerprint", payload.fingerprint().orElseThrow().hex());
        store.replace(key, store.bytes(other), new BlobMetadata("a/b", "identity", lies));
        AtomicReference<IOException> failure = new AtomicReference<>();
        countUntilItFails(payload, failure);
        assertThat(failure.get()).cause().isInstanceOf(CorruptPayloadException.class);
    }

    @Test
    void believesNoLengthThatLies() throws Exception {
        StreamedPayload payload = stored(DENSE);
        String key = store.onlyKey();
        for (long length : new long[] {DENSE.length - 1, DENSE.length + 1, 0}) {
            Map<String, String> lies = new HashMap<>(store.info(key).metadata().userMetadata());
            lies.put("s3backed-length", Long.toString(length));
            store.replace(key, DENSE, new BlobMetadata("a/b", "identity", lies));
            AtomicReference<IOException> failure = new AtomicReference<>();

            countUntilItFails(payload, failure);

            assertThat(failure.get()).cause().isInstanceOf(CorruptPayloadException.class);
        }
    }

    @Test
    void readsLittleMoreOfABombThanItSaysItHas() throws Exception {
        StreamedPayload payload = stored(new byte[1000]);
        String key = store.onlyKey();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[50_000_000]);
        }
        store.replace(key, bomb.toByteArray());
        long[] count = {0};

        assertThatIOException().isThrownBy(() -> {
            try (InputStream in = payload.open()) {
                byte[] buffer = new byte[8 * 1024];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    count[0] += n;
                }
            }
        });

        assertThat(count[0]).isLessThan(100_000);
    }

    @Test
    void readsNoMoreThanTheLimit() throws Exception {
        StoredPayload stored = builder().build().store(SPARSE, context);
        PayloadPipeline<byte[]> limited =
                builder().maxStreamedBytes(SPARSE.length - 1).build();

        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> bytesOf(read(limited, stored)))
                .withMessageContaining("maxStreamedBytes");
        assertThat(store.openBodies).hasValue(0);
        assertThat(bytesOf(read(builder().maxStreamedBytes(SPARSE.length).build(), stored)))
                .isEqualTo(SPARSE);
    }

    @Test
    void isNotBoundByTheLimitForPayloadsInMemory() throws Exception {
        StoredPayload stored = builder().build().store(SPARSE, context);

        assertThat(bytesOf(read(builder().maxPayloadBytes(10).build(), stored))).isEqualTo(SPARSE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsObjectsWithoutMetadataCompressedOrNot() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        String key = store.onlyKey();
        byte[] gzipped = store.bytes(key);
        BlobMetadata none = new BlobMetadata("a/b", "identity", Map.of());

        store.replace(key, gzipped, none);
        assertThat(bytesOf(payload)).isEqualTo(SPARSE);
        store.replace(key, SPARSE, none);
        assertThat(bytesOf(payload)).isEqualTo(SPARSE);
        store.replace(key, flipped(gzipped, gzipped.length / 2), none);
        AtomicReference<IOException> failure = new AtomicReference<>();
        countUntilItFails(payload, failure);
        assertThat(failure.get()).cause().isInstanceOf(CorruptPayloadException.class);

        assertThat(store.openBodies).hasValue(0);
        assertThat(OpenFiles.in(spools)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsFromStoresThatOpenNothing() throws Exception {
        for (byte[] bytes : new byte[][] {SPARSE, DENSE, new byte[0]}) {
            StreamedPayload payload = stored(bytes);
            store.opens = false;
            store.calls.clear();

            assertThat(bytesOf(payload)).isEqualTo(bytes);
            assertThat(store.calls).containsExactly("get");
            InputStream half = payload.open();
            half.read();
            half.close();
            assertThat(OpenFiles.in(spools)).isEmpty();
            store.opens = true;
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void verifiesWhatComesFromStoresThatOpenNothing() throws Exception {
        StreamedPayload payload = stored(DENSE);
        store.opens = false;
        store.replace(store.onlyKey(), flipped(DENSE, DENSE.length - 1));
        AtomicReference<IOException> failure = new AtomicReference<>();

        countUntilItFails(payload, failure);

        assertThat(failure.get()).cause().isInstanceOf(CorruptPayloadException.class);
        assertThat(OpenFiles.in(spools)).isEmpty();
    }

    @Test
    void saysThatItsObjectIsNotThere() {
        StreamedPayload payload = stored(DENSE);
        store.remove(store.onlyKey());

        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(payload::open);
        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> Stages.join(payload.info()));
        store.opens = false;
        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(payload::open);
    }

    @Test
    void goesOnWhereAConnectionBroke() throws Exception {
        StreamedPayload payload = stored(DENSE);
        store.bodies = in -> {
            store.bodies = whole -> whole;
            return new FilterInputStream(in) {
                private int left = 100_000;

                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    if (left == 0) {
                        throw new IOException("reset");
                    }
                    int n = super.read(target, offset, Math.min(left, count));
                    left -= n;
                    return n;
                }
            };
        };
        store.calls.clear();

        assertThat(bytesOf(payload)).isEqualTo(DENSE);

        assertThat(store.calls).containsExactly("open 0", "open 100000");
        assertThat(store.openBodies).hasValue(0);
    }

    @Test
    void isClosedInTheMiddleAndHoldsNothingAnyMore() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        InputStream in = payload.open();
        assertThat(in.read()).isEqualTo('a');
        assertThat(store.openBodies).hasValue(1);

        in.close();
        in.close();

        assertThat(store.openBodies).hasValue(0);
        assertThatIOException().isThrownBy(in::read).withNoCause().withMessageContaining("closed");
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        StreamedPayload payload = stored(DENSE);
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        store.bodies = in -> new FilterInputStream(in) {
            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                waiting.countDown();
                closed.join();
                throw new IOException("closed");
            }

            @Override
            public void close() {
                closed.complete(null);
            }
        };
        InputStream in = payload.open();
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        in.read();
                        seen.complete(new AssertionError("it read"));
                    } catch (Throwable e) {
                        seen.complete(e);
                    }
                })
                .start();
        waiting.await();

        in.close();

        assertThat(seen.get(10, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasNoCause();
        assertThat(store.openBodies).hasValue(0);
    }

    @Test
    void whoIsInterruptedWhileItOpensLeavesNoBodyOpen() throws Exception {
        StreamedPayload payload = stored(DENSE);
        for (boolean opens : new boolean[] {true, false}) {
            store.opens = opens;
            CompletableFuture<Void> answer = new CompletableFuture<>();
            store.beforeAnswer = () -> answer;
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(BlobStoreException.class).isThrownBy(payload::open);
            assertThat(Thread.interrupted()).isTrue();
            answer.complete(null);

            assertThat(store.openBodies).hasValue(0);
            assertThat(OpenFiles.in(spools)).isEmpty();
        }
    }

    @Test
    void tellsWhenItWasReadToItsEndAndVerified() throws Exception {
        StoredPayload stored = builder().build().store(DENSE, context);
        AtomicReference<Reference> told = new AtomicReference<>();
        StreamedPayload payload = builder().build().stream(stored, context, new LateRead() {
            @Override
            public java.util.concurrent.CompletionStage<? extends Throwable> explain(BlobNotFoundException missing) {
                return CompletableFuture.completedFuture(new IllegalStateException("explained"));
            }

            @Override
            public void fetched(Reference reference, java.time.Duration took) {
                told.set(reference);
            }
        });

        payload.open().close();
        assertThat(told).hasNullValue();
        bytesOf(payload);
        assertThat(told.get()).isEqualTo(payload.reference().orElseThrow());
        store.remove(store.onlyKey());
        assertThatIllegalStateException().isThrownBy(payload::open).withMessage("explained");
    }

    @Test
    void readsWhatItsItemKeeps() throws Exception {
        PayloadPipeline<byte[]> inline = builder().threshold(100_000).build();
        StoredPayload.Inline stored = (StoredPayload.Inline) inline.store(SPARSE, context);
        StreamedPayload payload = read(inline, stored);

        assertThat(bytesOf(payload)).isEqualTo(SPARSE);
        assertThat(bytesOf(payload)).isEqualTo(SPARSE);
        assertThat(payload.reference()).isEmpty();
        assertThat(Stages.join(payload.info()).length()).hasValue(SPARSE.length);
        assertThat(store.calls).isEmpty();

        byte[] damaged = flipped(stored.envelope(), stored.envelope().length - 1);
        AtomicReference<IOException> failure = new AtomicReference<>();
        countUntilItFails(read(inline, new StoredPayload.Inline(damaged)), failure);
        assertThat(failure.get()).cause().isInstanceOf(CorruptPayloadException.class);
    }

    @Test
    void copiesToAFileOfItsOwnersAlone() throws Exception {
        Path target = files.resolve("copy");

        stored(SPARSE).copyTo(target);

        assertThat(target).hasBinaryContent(SPARSE);
        assertThat(Files.getPosixFilePermissions(target))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try (var names = Files.list(files)) {
            assertThat(names).containsExactly(target);
        }
    }

    @Test
    void copiesOverAFileOnlyIfThatIsAskedFor() throws Exception {
        Path target = Files.writeString(files.resolve("copy"), "before");
        StreamedPayload payload = stored(SPARSE);
        store.calls.clear();

        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> payload.copyTo(target));
        assertThat(target).hasContent("before");
        assertThat(store.calls).isEmpty();

        payload.copyTo(target, StandardCopyOption.REPLACE_EXISTING);
        assertThat(target).hasBinaryContent(SPARSE);
    }

    @Test
    void publishesOneOfManyCopiesThatHaveOneTarget() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        for (int round = 0; round < 50; round++) {
            Path target = files.resolve("copy-" + round);
            List<CompletableFuture<Void>> copies = Stream.generate(
                            () -> payload.copyToAsync(target).toCompletableFuture())
                    .limit(8)
                    .toList();

            CompletableFuture.allOf(copies.toArray(CompletableFuture[]::new))
                    .handle((all, failure) -> failure)
                    .get(10, TimeUnit.SECONDS);
            assertThat(copies.stream().filter(copy -> !copy.isCompletedExceptionally()))
                    .hasSize(1);
        }
    }

    @Test
    void leavesNoFileOfACopyThatIsNotVerified() throws Exception {
        StreamedPayload payload = stored(DENSE);
        store.replace(store.onlyKey(), flipped(DENSE, DENSE.length - 1));
        Path absent = files.resolve("absent");
        Path present = Files.writeString(files.resolve("present"), "before");

        assertThatIOException().isThrownBy(() -> payload.copyTo(absent));
        assertThatIOException().isThrownBy(() -> payload.copyTo(present, StandardCopyOption.REPLACE_EXISTING));
        store.remove(store.onlyKey());
        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> payload.copyTo(absent));

        try (var names = Files.list(files)) {
            assertThat(names).containsExactly(present);
        }
        assertThat(present).hasContent("before");
    }

    @Test
    void copiesWithoutWaiting() throws Exception {
        StreamedPayload payload = stored(SPARSE);
        Path target = files.resolve("copy");
        CompletableFuture<Void> answer = new CompletableFuture<>();
        store.beforeAnswer = () -> answer;

        CompletableFuture<Void> copy = payload.copyToAsync(target).toCompletableFuture();
        assertThat(copy).isNotDone();
        answer.complete(null);
        copy.get(10, TimeUnit.SECONDS);

        assertThat(target).hasBinaryContent(SPARSE);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(
                        () -> payload.copyToAsync(target).toCompletableFuture().get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aPayloadThatIsYetToBeStoredYieldsItsOwnBytes() throws Exception {
        StreamedPayload file = StreamedPayload.of(Files.write(files.resolve("source"), DENSE));
        StreamedPayload once = StreamedPayload.of(new ByteArrayInputStream(DENSE));

        assertThat(bytesOf(file)).isEqualTo(DENSE);
        assertThat(bytesOf(file)).isEqualTo(DENSE);
        assertThat(bytesOf(once)).isEqualTo(DENSE);
        assertThatIllegalStateException().isThrownBy(once::open);
        assertThat(file.reference()).isEmpty();
        assertThat(file.fingerprint()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> Stages.join(file.info()));
        assertThatIllegalStateException().isThrownBy(() -> file.presign(java.time.Duration.ofMinutes(1)));
        assertThatIllegalStateException().isThrownBy(() -> stored(DENSE).withContentType("a/b"));
    }

    @Test
    void publishesItsBytesAndThenThatTheyWereRight() throws Exception {
        StreamedPayload payload = stored(DENSE);

        assertThat(new PublisherInputStream(payload.publisher()).readAllBytes()).isEqualTo(DENSE);

        store.replace(store.onlyKey(), flipped(DENSE, DENSE.length - 1));
        assertThatIOException()
                .isThrownBy(() -> new PublisherInputStream(payload.publisher()).readAllBytes())
                .withRootCauseInstanceOf(CorruptPayloadException.class);
    }
}
