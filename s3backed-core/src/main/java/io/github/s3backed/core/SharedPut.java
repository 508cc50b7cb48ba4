package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stores under a key that others may use for equal payloads. An object that is there already is used only if it holds
 * these bytes for certain and is young enough that no sweeper can be about to remove it; otherwise it is stored anew,
 * which makes it young.
 *
 * <p>An object in another form (another compressor, or {@code pynamodb_mate}'s) is stored anew in the form that was found:
 * somebody may be able to read that form alone.
 */
final class SharedPut {

    /** Half of the default grace period of 24 hours. */
    static final Duration DEFAULT_TRUST = Duration.ofHours(12);

    private final BlobStore store;
    private final PayloadCodec<?> codec;
    private final Supplier<Duration> trustFor;

    SharedPut(BlobStore store, PayloadCodec<?> codec, Supplier<Duration> trustFor) {
        this.store = store;
        this.codec = codec;
        this.trustFor = trustFor;
    }

    /**
     * Completes once an object that holds the payload is there and young: EXISTS if it was so before. Cancelling the stage
     * cancels the first put as well.
     */
    CompletionStage<PutResult> put(String key, EncodedPayload payload) {
        CompletableFuture<PutResult> first = store.put(key, payload.content(), payload.metadata(), PutMode.IF_ABSENT)
                .toCompletableFuture();
        CompletableFuture<PutResult> all =
                first.thenCompose(result -> result == PutResult.STORED ? stored() : meet(key, new Encoded(payload)));
        all.whenComplete((result, failure) -> {
            if (all.isCancelled()) {
                first.cancel(false);
            }
        });
        return all;
    }

    /** As {@link #put}, of an object in a store that {@code copying} copies from, and which was not read. */
    CompletionStage<PutResult> copy(CopyingBlobStore copying, FollowedReference source, BlobInfo observed, String key) {
        return meet(key, new Copied(copying, source, observed));
    }

    private CompletionStage<PutResult> meet(String key, Payload payload) {
        return store.head(key).thenCompose(found -> {
            if (found.isEmpty()) {
                return payload.overwrite(key);
            }
            if (payload.isSame(found.get())) {
                return isYoung(found.get()) ? reuse() : payload.overwrite(key);
            }
            // What a later version wrote is right, though it cannot be read here: it must not be taken for damage.
            Reference where = new Reference(store.location(), key);
            PayloadHeader.requireKnownVersion(found.get().metadata().userMetadata(), where);
            return meetOther(where, payload);
        });
    }

    /** An object in another form, or of which the store does not say enough, is read to see whether it is right. */
    private CompletionStage<PutResult> meetOther(Reference where, Payload payload) {
        return refreshing()
                .<CompletionStage<CompletionStage<PutResult>>>map(copying -> store.get(where.key(), (info, body) -> {
                            codec.verify(info, body, payload.fingerprint(), where);
                            return info;
                        })
                        .handle((info, failure) -> failure == null
                                ? keep(info, () -> refresh(copying, where.key(), info))
                                : replace(where.key(), payload, failure)))
                .orElseGet(() -> store.get(where.key(), (info, body) -> found(info, body, payload, where))
                        .handle((other, failure) -> failure == null
                                ? keep(other.info(), () -> overwrite(where.key(), other))
                                        .whenComplete((done, failed) ->
                                                other.content().close())
                                : replace(where.key(), payload, failure)))
                .thenCompose(Function.identity());
    }

    private Found found(BlobInfo info, InputStream body, Payload payload, Reference where) throws IOException {
        SpooledContent content = codec.buffer(body, where);
        try {
            codec.verify(info, content.open(), payload.fingerprint(), where);
            return new Found(info, content);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private Optional<CopyingBlobStore> refreshing() {
        return store.as(CopyingBlobStore.class).filter(copying -> copying.copiesFrom(store));
    }

    private boolean isYoung(BlobInfo found) {
        return found.age().compareTo(trustFor.get()) < 0;
    }

    private CompletionStage<PutResult> keep(BlobInfo found, Supplier<CompletionStage<PutResult>> refresh) {
        return isYoung(found) ? reuse() : refresh.get();
    }

    private CompletionStage<PutResult> refresh(CopyingBlobStore copying, String key, BlobInfo found) {
        return copying.copy(store, key, found, key).thenApply(done -> PutResult.STORED);
    }

    private CompletionStage<PutResult> replace(String key, Payload payload, Throwable failure) {
        Throwable why = Stages.unwrap(failure);
        boolean useless = why instanceof CorruptPayloadException
                || why instanceof PayloadTooLargeException
                || why instanceof BlobNotFoundException;
        return useless ? payload.overwrite(key) : CompletableFuture.failedFuture(why);
    }

    private CompletionStage<PutResult> overwrite(String key, Found found) {
        return store.put(key, found.content(), found.info().metadata(), PutMode.OVERWRITE);
    }

    private static CompletionStage<PutResult> stored() {
        return CompletableFuture.completedFuture(PutResult.STORED);
    }

    private static CompletionStage<PutResult> reuse() {
        return CompletableFuture.completedFuture(PutResult.EXISTS);
    }

    /** An object that holds the payload, in whatever form. */
    private record Found(BlobInfo info, SpooledContent content) {}

    /** What is to be there. */
    private interface Payload {

        Fingerprint fingerprint();

        /** Whether an object holds the same stored bytes and says the same of them. */
        boolean isSame(BlobInfo found);

        CompletionStage<PutResult> overwrite(String key);
    }

    private final class Encoded implements Payload {

        private final EncodedPayload encoded;

        Encoded(EncodedPayload encoded) {
            this.encoded = encoded;
        }

        @Override
        public Fingerprint fingerprint() {
            return encoded.fingerprint();
        }

        @Override
        public boolean isSame(BlobInfo found) {
            return found.metadata().userMetadata().equals(encoded.metadata().userMetadata())
                    && found.sha256().equals(encoded.content().sha256());
        }

        @Override
        public CompletionStage<PutResult> overwrite(String key) {
            return store.put(key, encoded.content(), encoded.metadata(), PutMode.OVERWRITE);
        }
    }

    private final class Copied implements Payload {

        private final CopyingBlobStore copying;
        private final FollowedReference source;
        private final BlobInfo observed;

        Copied(CopyingBlobStore copying, FollowedReference source, BlobInfo observed) {
            this.copying = copying;
            this.source = source;
            this.observed = observed;
        }

        @Override
        public Fingerprint fingerprint() {
            return source.fingerprint();
        }

        @Override
        public boolean isSame(BlobInfo found) {
            return found.metadata().userMetadata().equals(observed.metadata().userMetadata())
                    && observed.sha256().isPresent()
                    && found.sha256().equals(observed.sha256());
        }

        @Override
        public CompletionStage<PutResult> overwrite(String key) {
            return copying.copy(source.store(), source.key(), observed, key).thenApply(done -> PutResult.STORED);
        }
    }
}
