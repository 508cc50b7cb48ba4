package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Payloads that are fetched when somebody asks, and copied where nobody has. */
@Timeout(30)
class LazyPayloadTest {

    private static final String VALUE = "a text that compresses ".repeat(100);
    private static final KeyContext ITEM = KeyContext.empty();

    @TempDir
    Path spools;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final CapableBlobStore store = new CapableBlobStore(MemoryBlobStore.create("bucket", clock()));
    private final PayloadPipeline<String> pipeline = builder().build();

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    private PayloadPipeline.Builder<String> builder() {
        return PayloadPipeline.builder(new Utf8Serializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("own/{fingerprint}-{writeId}"))
                .formerKeyTemplates(KeyTemplate.of("shared/{fingerprint}"));
    }

    private PayloadPipeline.Builder<String> shared() {
        return PayloadPipeline.builder(new Utf8Serializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("shared/{fingerprint}"))
                .formerKeyTemplates(KeyTemplate.of("own/{fingerprint}-{writeId}"));
    }

    private static LazyPayload<String> lazy(PayloadPipeline<String> reader, StoredPayload stored) {
        return reader.lazy(stored, ITEM, LateRead.unobserved());
    }

    /** One that is stored, after which nothing was asked of the store. */
    private LazyPayload<String> stored() {
        LazyPayload<String> stored = lazy(pipeline, pipeline.store(VALUE, ITEM));
        store.calls.clear();
        return stored;
    }

    /** Stores a prepared payload under a key of its own, and returns what the item would hold. */
    private static <T> StoredPayload.Offloaded upload(PayloadPipeline<T> to, PreparedPayload prepared) {
        try (prepared) {
            Reference place = prepared.place("0123456789abcdef0123456789abcdef", ITEM);
            Stages.join(prepared.upload(place));
            return new StoredPayload.Offloaded(place);
        }
    }

    private static PreparedPayload prepare(PayloadPipeline<String> to, LazyPayload<String> lazy) {
        return Stages.join(to.prepare(lazy));
    }

    // ---- reading ----

    @Test
    void costsNothingUntilSomebodyAsks() {
        LazyPayload<String> lazy = stored();

        assertThat(lazy.isFetched()).isFalse();
        assertThat(lazy.reference()).map(Reference::key).contains(store.onlyKey());
        assertThat(lazy.fingerprint()).isPresent();
        assertThat(lazy.toString()).contains(store.onlyKey());
        assertThat(store.calls).isEmpty();

        assertThat(lazy.get()).isEqualTo(VALUE);
        assertThat(lazy.get()).isSameAs(lazy.get());
        assertThat(lazy.isFetched()).isTrue();
        assertThat(store.calls).containsExactly("get");
    }

    @Test
    void isFetchedOnceByManyWhoAskAtOnce() throws Exception {
        LazyPayload<String> lazy = stored();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        store.beforeAnswer = () -> answer;
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            CountDownLatch asking = new CountDownLatch(32);
            List<Future<String>> values = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                values.add(threads.submit(() -> {
                    CompletionStage<String> mine = lazy.getAsync();
                    asking.countDown();
                    return Stages.join(mine);
                }));
            }
            asking.await();
            lazy.getAsync().toCompletableFuture().cancel(true);
            answer.complete(null);
            for (Future<String> value : values) {
                assertThat(value.get(10, TimeUnit.SECONDS)).isEqualTo(VALUE);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.calls).containsExactly("get");
    }

    @Test
    void triesAgainAfterAFetchThatFailed() {
        LazyPayload<String> lazy = stored();
        store.beforeAnswer = () -> CompletableFuture.failedFuture(new BlobStoreException("503", null));
        assertThatExceptionOfType(BlobStoreException.class)
                .isThrownBy(lazy::get)
                .withMessage("503");
        assertThat(lazy.isFetched()).isFalse();
        store.beforeAnswer = () -> CompletableFuture.completedFuture(null);

        assertThat(lazy.get()).isEqualTo(VALUE);
    }

    @Test
    void failsTheStageWithWhatIsThrownAtOnce() {
        LazyPayload<String> lazy = stored();
        store.beforeAnswer = () -> {
            throw new IllegalStateException("closed");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> Stages.join(lazy.getAsync()))
                .withMessage("closed");
    }

    @Test
    void saysWhatTheStoreKnowsForOneRequest() {
        LazyPayload<String> lazy = stored();

        PayloadInfo info = Stages.join(lazy.info());

        assertThat(store.calls).containsExactly("head");
        assertThat(info.length()).hasValue(VALUE.length());
        assertThat(info.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(info.contentEncoding()).isEqualTo("gzip");
        assertThat(lazy.isFetched()).isFalse();
    }

    @Test
    void knowsWhatItsItemKeeps() {
        PayloadPipeline<String> inline = builder().threshold(10_000).build();
        StoredPayload.Inline stored = (StoredPayload.Inline) inline.store(VALUE, ITEM);
        LazyPayload<String> lazy = lazy(inline, stored);

        assertThat(lazy.reference()).isEmpty();
        assertThat(lazy.fingerprint()).isPresent();
        assertThat(Stages.join(lazy.info()).length()).hasValue(VALUE.length());
        assertThatIllegalStateException().isThrownBy(() -> lazy.presign(Duration.ofMinutes(1)));
        assertThat(prepare(inline, lazy).inline())
                .map(StoredPayload.Inline::envelope)
                .contains(stored.envelope());
        assertThat(lazy.get()).isEqualTo(VALUE);
        assertThat(store.calls).isEmpty();

        LazyPayload<String> damaged = lazy(inline, new StoredPayload.Inline(new byte[] {(byte) 0xb3, 'S', '3', 'B'}));
        assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(() -> Stages.join(damaged.info()));
        assertThatExceptionOfType(CorruptPayloadException.class).isThrownBy(damaged::get);
    }

    @Test
    void oneThatIsYetToBeStoredHasItsValueAndNothingElse() {
        LazyPayload<String> given = LazyPayload.of(VALUE);

        assertThat(given.get()).isSameAs(VALUE);
        assertThat(given.isFetched()).isTrue();
        assertThat(given.reference()).isEmpty();
        assertThat(given.fingerprint()).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> Stages.join(given.info()));
        assertThatIllegalStateException().isThrownBy(() -> given.presign(Duration.ofMinutes(1)));
        assertThat(given.toString()).doesNotContain("compresses");
        assertThatNullPointerException().isThrownBy(() -> LazyPayload.of(null));
    }

    @Test
    void followsNoReferenceOfAnother() {
        StoredPayload foreign = new StoredPayload.Offloaded(Reference.parse("mem://other/own/" + "0".repeat(64)));

        assertThatExceptionOfType(InvalidReferenceException.class).isThrownBy(() -> lazy(pipeline, foreign));
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> pipeline.stream(foreign, ITEM, LateRead.unobserved()));
    }

    // ---- writing what nobody has read ----

    @Test
    void isCopiedIfNobodyHasReadIt() {
        LazyPayload<String> lazy = stored();
        BlobMetadata metadata = store.info(store.onlyKey()).metadata();

        PreparedPayload prepared = prepare(pipeline, lazy);
        assertThat(prepared.isCopy()).isTrue();
        assertThat(prepared.storedBytes()).isEqualTo(store.info(store.onlyKey()).length());
        assertThat(store.calls).containsExactly("head");
        StoredPayload.Offloaded copy = upload(pipeline, prepared);

        assertThat(store.calls).containsExactly("head", "copy");
        assertThat(lazy.isFetched()).isFalse();
        assertThat(copy.reference()).isNotEqualTo(lazy.reference().orElseThrow());
        assertThat(store.info(copy.reference().key()).metadata()).isEqualTo(metadata);
        assertThat(pipeline.load(copy, ITEM)).isEqualTo(VALUE);
        assertThat(lazy.get()).as("its own is where it was").isEqualTo(VALUE);
    }

    @Test
    void isWrittenAsItsValueOnceSomebodyHasReadIt() {
        LazyPayload<String> lazy = stored();
        lazy.get();
        store.remove(store.onlyKey());
        store.calls.clear();

        StoredPayload.Offloaded again = upload(pipeline, prepare(pipeline, lazy));

        assertThat(store.calls).containsExactly("put OVERWRITE");
        assertThat(pipeline.load(again, ITEM)).isEqualTo(VALUE);
    }

    @Test
    void isFetchedWhereTheStoreCopiesNothing() {
        LazyPayload<String> lazy = stored();
        store.copies = false;

        StoredPayload.Offloaded again = upload(pipeline, prepare(pipeline, lazy));

        assertThat(store.calls).containsExactly("get", "put OVERWRITE");
        assertThat(pipeline.load(again, ITEM)).isEqualTo(VALUE);
    }

    @Test
    void isFetchedWhereItsObjectWouldBeReadByAnotherSerializer() {
        LazyPayload<String> lazy = stored();
        PayloadPipeline<String> other = PayloadPipeline.builder(new Utf8Serializer() {
                    @Override
                    public String id() {
                        return "shouting";
                    }
                })
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("own/{fingerprint}-{writeId}"))
                .build();

        StoredPayload.Offloaded written = upload(other, prepare(other, lazy));

        assertThat(other.load(written, ITEM)).isEqualTo(VALUE);
    }

    @Test
    void isFetchedWhereItsObjectSaysThatAnotherSerializerWroteIt() {
        LazyPayload<String> lazy = lazy(shared().build(), shared().build().store(VALUE, ITEM));
        String key = store.onlyKey();
        Map<String, String> metadata = new HashMap<>(store.info(key).metadata().userMetadata());
        metadata.put("s3backed-serializer", "other");
        store.replace(key, store.bytes(key), new BlobMetadata("a/b", "gzip", metadata));

        StoredPayload.Offloaded written = upload(pipeline, prepare(pipeline, lazy));

        assertThat(pipeline.load(written, ITEM)).isEqualTo(VALUE);
    }

    @Test
    void isFetchedWhereOthersNeedAnotherForm() {
        LazyPayload<String> plain =
                lazy(pipeline, builder().compressor("identity").build().store(VALUE, ITEM));
        PayloadPipeline<String> always = builder().alwaysCompress(true).build();

        StoredPayload.Offloaded written = upload(always, prepare(always, plain));

        assertThat(store.info(written.reference().key()).metadata().contentEncoding())
                .isEqualTo("gzip");
    }

    @Test
    void takesOverObjectsWithoutMetadata() {
        LazyPayload<String> lazy = stored();
        store.replace(
                store.onlyKey(),
                VALUE.getBytes(StandardCharsets.UTF_8),
                new BlobMetadata("text/plain", "identity", Map.of()));

        StoredPayload.Offloaded copy = upload(pipeline, prepare(pipeline, lazy));

        assertThat(store.calls).contains("copy");
        assertThat(pipeline.load(copy, ITEM)).isEqualTo(VALUE);
    }

    @Test
    void storesNothingIfItsObjectIsGoneOrAnotherOne() {
        LazyPayload<String> lazy = stored();
        String key = store.onlyKey();
        PreparedPayload prepared = prepare(pipeline, lazy);
        byte[] bytes = store.bytes(key);
        store.replace(key, bytes);
        assertThatExceptionOfType(BlobChangedException.class).isThrownBy(() -> upload(pipeline, prepared));
        assertThat(store.keys()).containsExactly(key);

        store.remove(key);
        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> upload(pipeline, prepared));
        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> prepare(pipeline, lazy));
        assertThat(store.keys()).isEmpty();
    }

    // ---- under keys that others use ----

    private StoredPayload.Offloaded copyToShared(LazyPayload<String> lazy) {
        store.calls.clear();
        StoredPayload.Offloaded copy = upload(shared().build(), prepare(shared().build(), lazy));
        assertThat(shared().build().load(copy, ITEM)).isEqualTo(VALUE);
        return copy;
    }

    @Test
    void isCopiedUnderASharedKeyThatNobodyHasUsed() {
        copyToShared(stored());

        assertThat(store.calls).startsWith("head", "head", "copy");
    }

    @Test
    void usesWhatIsThereUnderASharedKeyAndYoung() {
        LazyPayload<String> lazy = stored();
        shared().build().store(VALUE, ITEM);

        copyToShared(lazy);

        assertThat(store.calls).containsExactly("head", "head", "get");
    }

    @Test
    void renewsWhatIsThereUnderASharedKeyAndOld() {
        LazyPayload<String> lazy = stored();
        StoredPayload old = shared().build().store(VALUE, ITEM);
        now.updateAndGet(then -> then.plus(Duration.ofDays(1)));

        StoredPayload.Offloaded copy = copyToShared(lazy);

        assertThat(copy).isEqualTo(old);
        assertThat(store.calls).startsWith("head", "head", "copy");
        assertThat(store.info(copy.reference().key()).age()).isZero();
    }

    @Test
    void renewsItsOwnObjectByCopyingItOntoItself() {
        LazyPayload<String> lazy = lazy(shared().build(), shared().build().store(VALUE, ITEM));
        now.updateAndGet(then -> then.plus(Duration.ofDays(1)));

        copyToShared(lazy);

        assertThat(store.keys()).hasSize(1);
        assertThat(store.info(store.onlyKey()).age()).isZero();
    }

    @Test
    void verifiesAnObjectInAnotherFormUnderASharedKeyAndKeepsItsForm() {
        LazyPayload<String> lazy = stored();
        StoredPayload.Offloaded other = (StoredPayload.Offloaded)
                shared().compressor("identity").build().store(VALUE, ITEM);
        String key = other.reference().key();

        copyToShared(lazy);
        assertThat(store.calls).containsExactly("head", "head", "get", "get");
        now.updateAndGet(then -> then.plus(Duration.ofDays(1)));
        copyToShared(lazy);

        assertThat(store.info(key).age()).isZero();
        assertThat(store.info(key).metadata().contentEncoding()).isEqualTo("identity");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void renewsAnObjectInAnotherFormWhereTheStoreCopiesNothing() {
        shared().compressor("identity").build().store(VALUE, ITEM);
        now.updateAndGet(then -> then.plus(Duration.ofDays(1)));
        store.copies = false;

        shared().temporaryFolder(spools).build().store(VALUE, ITEM);

        assertThat(store.info(store.onlyKey()).age()).isZero();
        assertThat(store.info(store.onlyKey()).metadata().contentEncoding()).isEqualTo("identity");
        assertThat(OpenFiles.in(spools)).isEmpty();
    }

    @Test
    void replacesADamagedObjectUnderASharedKey() {
        LazyPayload<String> lazy = stored();
        StoredPayload.Offloaded damaged =
                (StoredPayload.Offloaded) shared().build().store(VALUE, ITEM);
        store.replace(damaged.reference().key(), "damaged".getBytes(StandardCharsets.UTF_8));

        copyToShared(lazy);
    }

    @Test
    void storesNothingUnderASharedKeyIfItsObjectIsGone() {
        LazyPayload<String> lazy = stored();
        PreparedPayload prepared = prepare(shared().build(), lazy);
        store.remove(store.onlyKey());

        assertThatExceptionOfType(BlobNotFoundException.class).isThrownBy(() -> upload(shared().build(), prepared));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void saysThatAnEqualObjectWasThere() {
        LazyPayload<String> lazy = stored();
        shared().build().store(VALUE, ITEM);
        PreparedPayload prepared = prepare(shared().build(), lazy);

        assertThat(Stages.join(prepared.upload(prepared.place("0".repeat(32), ITEM))))
                .isEqualTo(PutResult.EXISTS);
    }

    // ---- streams ----

    private PayloadPipeline<byte[]> streams() {
        return PayloadPipeline.builder(new BytesSerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("own/{fingerprint}-{writeId}"))
                .temporaryFolder(spools)
                .build();
    }

    private static byte[] dense() {
        byte[] bytes = new byte[400_000];
        new java.util.Random(9).nextBytes(bytes);
        return bytes;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void storesAStreamAndLeavesNoSpool() throws Exception {
        byte[] bytes = dense();
        PreparedPayload prepared = Stages.join(streams().prepare(StreamedPayload.of(new ByteArrayInputStream(bytes))));
        assertThat(OpenFiles.in(spools)).hasSize(1);

        StoredPayload.Offloaded stored = upload(streams(), prepared);

        assertThat(OpenFiles.in(spools)).isEmpty();
        assertThat(streams().load(stored, ITEM)).isEqualTo(bytes);
    }

    @Test
    void copiesAStoredStreamAndEncodesItWhereItCannotBeCopied() throws Exception {
        byte[] bytes = dense();
        StreamedPayload stored = streams().stream(streams().store(bytes, ITEM), ITEM, LateRead.unobserved());
        store.calls.clear();

        assertThat(streams().load(upload(streams(), Stages.join(streams().prepare(stored))), ITEM))
                .isEqualTo(bytes);
        assertThat(store.calls).startsWith("head", "copy");
        store.copies = false;
        store.calls.clear();
        assertThat(streams().load(upload(streams(), Stages.join(streams().prepare(stored))), ITEM))
                .isEqualTo(bytes);
        assertThat(store.calls).startsWith("open 0", "put OVERWRITE");

        String key = stored.reference().orElseThrow().key();
        bytes[bytes.length - 1] ^= 1;
        store.replace(key, bytes);
        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> Stages.join(streams().prepare(stored)));
    }

    @Test
    void keepsTheMediaTypeThatAStreamWasGiven() {
        PreparedPayload typed = Stages.join(
                streams().prepare(StreamedPayload.of(new byte[] {1, 2, 3}).withContentType("image/png")));

        StoredPayload.Offloaded stored = upload(streams(), typed);

        assertThat(store.info(stored.reference().key()).metadata().contentType())
                .isEqualTo("image/png");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void cancellingClosesASourceThatIsSilentAndLeavesNoSpool() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        byte[] first = dense();
        InputStream source = new InputStream() {
            private boolean sent;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int count) throws java.io.IOException {
                if (!sent) {
                    sent = true;
                    System.arraycopy(first, 0, target, offset, count);
                    return count;
                }
                silent.countDown();
                closed.join();
                throw new java.io.IOException("closed");
            }

            @Override
            public void close() {
                closed.complete(null);
            }
        };
        CompletableFuture<PreparedPayload> prepared =
                streams().prepare(StreamedPayload.of(source)).toCompletableFuture();
        silent.await();

        prepared.cancel(true);

        closed.get(10, TimeUnit.SECONDS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!OpenFiles.in(spools).isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(OpenFiles.in(spools)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void cancellingLeavesNoSpoolOfAStoredStreamThatMustBeReadFirst() throws Exception {
        StreamedPayload stored = streams().stream(streams().store(dense(), ITEM), ITEM, LateRead.unobserved());
        String key = store.onlyKey();
        store.replace(key, store.bytes(key), new BlobMetadata("a/b", "identity", Map.of()));
        PayloadPipeline<byte[]> always = PayloadPipeline.builder(new BytesSerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("own/{fingerprint}-{writeId}"))
                .alwaysCompress(true)
                .temporaryFolder(spools)
                .build();
        CountDownLatch opening = new CountDownLatch(1);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        store.beforeAnswer = () -> {
            opening.countDown();
            return answer;
        };
        CompletableFuture<PreparedPayload> prepared = always.prepare(stored).toCompletableFuture();
        opening.await();

        prepared.cancel(true);
        answer.complete(null);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (store.openBodies.get() > 0 || !isIdle() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(OpenFiles.in(spools)).isEmpty();
    }

    /** Whether no stream is being read. */
    private static boolean isIdle() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("s3backed-stream-"))
                .noneMatch(thread -> java.util.Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().contains("PayloadPipeline")));
    }

    @Test
    void saysThatASourceCannotBeRead() {
        StreamedPayload missing = StreamedPayload.of(spools.resolve("missing"));

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> Stages.join(streams().prepare(missing)))
                .withMessageContaining("Nothing was stored");
        assertThat(store.calls).isEmpty();
    }
}
