package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.Compressor;
import io.github.s3backed.core.spi.PutResult;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Two writers of one payload under a template without a write id. */
class SharedPutTest {

    private static final String VALUE = "a text that compresses ".repeat(100);

    private final AdjustableClock clock = new AdjustableClock();
    private final RecordingBlobStore store = new RecordingBlobStore(MemoryBlobStore.create("bucket", clock));
    private final PayloadPipeline<String> pipeline = builder().build();

    @Test
    void storesAPayloadOnce() {
        StoredPayload first = pipeline.store(VALUE, KeyContext.empty());
        StoredPayload second = pipeline.store(VALUE, KeyContext.empty());

        assertThat(second).isEqualTo(first);
        assertThat(store.calls).containsExactly("put IF_ABSENT", "put IF_ABSENT", "head");
    }

    @Test
    void storesAgainWhatASweeperMayBeAboutToRemove() {
        pipeline.store(VALUE, KeyContext.empty());
        Instant first = store.info(store.onlyKey()).lastModified();
        store.calls.clear();
        clock.advance(Duration.ofHours(12));

        pipeline.store(VALUE, KeyContext.empty());

        assertThat(store.calls).containsExactly("put IF_ABSENT", "head", "put OVERWRITE");
        assertThat(store.info(store.onlyKey()).lastModified()).isEqualTo(first.plus(Duration.ofHours(12)));
    }

    @Test
    void trustsAnObjectJustUntilItIsTooOld() {
        pipeline.store(VALUE, KeyContext.empty());
        store.calls.clear();
        clock.advance(Duration.ofHours(12).minusNanos(1));

        pipeline.store(VALUE, KeyContext.empty());

        assertThat(store.calls).containsExactly("put IF_ABSENT", "head");
    }

    @Test
    void whoGivesUpBreaksOffThePut() {
        CompletableFuture<PutResult> underWay = new CompletableFuture<>();
        BlobStore stuck = (BlobStore) Proxy.newProxyInstance(
                SharedPutTest.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, args) -> underWay);
        PayloadCodec<String> codec =
                new PayloadCodec<>(new Utf8Serializer(), new IdentityCompressor(), Compressors.discover(), false, 1000);
        SharedPut shared = new SharedPut(stuck, codec, () -> SharedPut.DEFAULT_TRUST);

        CompletableFuture<PutResult> kept =
                shared.put("key", codec.encode("abc")).toCompletableFuture();
        kept.completeExceptionally(new IllegalStateException("no cancellation"));
        assertThat(underWay).isNotDone();
        shared.put("key", codec.encode("abc")).toCompletableFuture().cancel(false);

        assertThat(underWay).isCancelled();
    }

    @Test
    void readsAnObjectInAnotherFormBeforeItTrustsIt() {
        pipeline.store(VALUE, KeyContext.empty());
        store.calls.clear();

        builder().compressor("identity").build().store(VALUE, KeyContext.empty());

        assertThat(store.calls).containsExactly("put IF_ABSENT", "head", "get");
        assertThat(store.info(store.onlyKey()).metadata().contentEncoding()).isEqualTo("gzip");
    }

    @Test
    void keepsTheFormThatItFoundWhenItStoresAgain() {
        pipeline.store(VALUE, KeyContext.empty());
        clock.advance(Duration.ofDays(1));
        store.calls.clear();

        builder().compressor("identity").build().store(VALUE, KeyContext.empty());

        assertThat(store.calls).containsExactly("put IF_ABSENT", "head", "get", "put OVERWRITE");
        assertThat(store.info(store.onlyKey()).metadata().contentEncoding()).isEqualTo("gzip");
        assertThat(store.info(store.onlyKey()).age()).isZero();
    }

    @Test
    void neverReplacesAnObjectOfPynamodbMateByAFormThatItCannotRead() throws Exception {
        StoredPayload stored = pipeline.store(VALUE, KeyContext.empty());
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
            out.write(VALUE.getBytes(StandardCharsets.UTF_8));
        }
        BlobMetadata none = new BlobMetadata("text/plain", "identity", Map.of());
        store.replace(store.onlyKey(), gzipped.toByteArray(), none);
        clock.advance(Duration.ofDays(1));

        assertThat(builder().compressor("identity").build().store(VALUE, KeyContext.empty()))
                .isEqualTo(stored);

        assertThat(store.bytes(store.onlyKey())).isEqualTo(gzipped.toByteArray());
        assertThat(store.info(store.onlyKey()).metadata()).isEqualTo(none);
        assertThat(store.info(store.onlyKey()).age()).isZero();
    }

    @Test
    void replacesAnObjectThatIsDamaged() {
        StoredPayload stored = pipeline.store(VALUE, KeyContext.empty());
        BlobMetadata metadata = store.info(store.onlyKey()).metadata();
        store.replace(store.onlyKey(), "damaged".getBytes(StandardCharsets.UTF_8), metadata);

        pipeline.store(VALUE, KeyContext.empty());

        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo(VALUE);
    }

    @Test
    void replacesAnObjectOfTheSameLengthThatIsDamaged() {
        StoredPayload stored = pipeline.store(VALUE, KeyContext.empty());
        byte[] damaged = store.bytes(store.onlyKey());
        damaged[damaged.length / 2] ^= 1;
        store.replace(store.onlyKey(), damaged, store.info(store.onlyKey()).metadata());

        pipeline.store(VALUE, KeyContext.empty());

        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo(VALUE);
    }

    @Test
    void replacesAnObjectWhoseMetadataIsDamaged() {
        StoredPayload stored = pipeline.store(VALUE, KeyContext.empty());
        BlobMetadata metadata = store.info(store.onlyKey()).metadata();
        Map<String, String> user = new HashMap<>(metadata.userMetadata());
        user.put("s3backed-length", "7");
        store.replace(
                store.onlyKey(),
                store.bytes(store.onlyKey()),
                new BlobMetadata(metadata.contentType(), metadata.contentEncoding(), user));

        pipeline.store(VALUE, KeyContext.empty());

        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo(VALUE);
    }

    @Test
    void storesAgainWhatIsRemovedBeforeItIsLookedAt() {
        StoredPayload stored = pipeline.store(VALUE, KeyContext.empty());
        store.beforeHead = () -> store.remove(store.onlyKey());

        pipeline.store(VALUE, KeyContext.empty());

        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo(VALUE);
    }

    @Test
    void storesAgainWhatIsRemovedBeforeItIsRead() {
        StoredPayload stored = pipeline.store(VALUE, KeyContext.empty());
        store.beforeGet = () -> store.remove(store.onlyKey());

        builder().compressor("identity").build().store(VALUE, KeyContext.empty());

        store.beforeGet = () -> {};
        assertThat(pipeline.load(stored, KeyContext.empty())).isEqualTo(VALUE);
    }

    @Test
    void trustsNoObjectForANegativeTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().trustSharedObjectsFor(Duration.ofNanos(-1)));
    }

    @Test
    void leavesAnObjectOfALaterVersionAlone() {
        pipeline.store(VALUE, KeyContext.empty());
        Map<String, String> user =
                new HashMap<>(store.info(store.onlyKey()).metadata().userMetadata());
        user.put("s3backed-format", "2");
        store.replace(store.onlyKey(), store.bytes(store.onlyKey()), new BlobMetadata("text/plain", "identity", user));
        clock.advance(Duration.ofDays(1));

        assertThatExceptionOfType(CorruptPayloadException.class)
                .isThrownBy(() -> pipeline.store(VALUE, KeyContext.empty()))
                .withMessageContaining("Unknown format version 2");
        assertThat(store.info(store.onlyKey()).metadata().userMetadata()).isEqualTo(user);
    }

    @Test
    void failsRatherThanTrustAnObjectThatItCannotRead() {
        Compressors more = Compressors.discover(new Unknown());
        builder().compressors(more).compressor("unknown").build().store(VALUE, KeyContext.empty());

        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> pipeline.store(VALUE, KeyContext.empty()))
                .withMessageContaining("'unknown'");
    }

    private PayloadPipeline.Builder<String> builder() {
        return PayloadPipeline.builder(new Utf8Serializer()).blobStore(store).keyTemplate(KeyTemplate.PYNAMODB_MATE);
    }

    /** A compressor that another service has, and this one not. Writes nothing, which is as small as it gets. */
    private static final class Unknown implements Compressor {

        @Override
        public String id() {
            return "unknown";
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream decompress(InputStream in) {
            return in;
        }
    }

    private static final class AdjustableClock extends Clock {

        private Instant now = Instant.parse("2030-01-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
