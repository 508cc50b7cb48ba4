package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.time.Duration;
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
                first.thenCompose(result -> result == PutResult.STORED ? stored() : meet(key, payload));
        all.whenComplete((result, failure) -> {
            if (all.isCancelled()) {
                first.cancel(false);
            }
        });
        return all;
    }

    private CompletionStage<PutResult> meet(String key, EncodedPayload payload) {
        return store.head(key).thenCompose(found -> {
            if (found.isEmpty()) {
                return overwrite(key, payload);
            }
            if (isSame(found.get(), payload)) {
                return isYoung(found.get()) ? reuse() : overwrite(key, payload);
            }
            // What a later version wrote is right, though it cannot be read here: it must not be taken for damage.
            Reference where = new Reference(store.location(), key);
            PayloadHeader.requireKnownVersion(found.get().metadata().userMetadata(), where);
            return meetOther(where, payload);
        });
    }

    private CompletionStage<PutResult> meetOther(Reference where, EncodedPayload payload) {
        String key = where.key();
        return store.get(key, (info, body) -> {
                    BlobContent content = codec.buffer(body, where);
                    codec.verify(info, content.open(), payload.fingerprint(), where);
                    return new Found(info, content);
                })
                .handle((other, failure) -> failure == null ? keep(key, other) : replace(key, payload, failure))
                .thenCompose(Function.identity());
    }

    private static boolean isSame(BlobInfo found, EncodedPayload payload) {
        return found.metadata().userMetadata().equals(payload.metadata().userMetadata())
                && found.sha256().equals(payload.content().sha256());
    }

    private boolean isYoung(BlobInfo found) {
        return found.age().compareTo(trustFor.get()) < 0;
    }

    private CompletionStage<PutResult> keep(String key, Found other) {
        return isYoung(other.info())
                ? reuse()
                : overwrite(key, other.content(), other.info().metadata());
    }

    private CompletionStage<PutResult> replace(String key, EncodedPayload payload, Throwable failure) {
        Throwable why = Stages.unwrap(failure);
        boolean useless = why instanceof CorruptPayloadException
                || why instanceof PayloadTooLargeException
                || why instanceof BlobNotFoundException;
        return useless ? overwrite(key, payload) : CompletableFuture.failedFuture(why);
    }

    private CompletionStage<PutResult> overwrite(String key, EncodedPayload payload) {
        return overwrite(key, payload.content(), payload.metadata());
    }

    private CompletionStage<PutResult> overwrite(String key, BlobContent content, BlobMetadata metadata) {
        return store.put(key, content, metadata, PutMode.OVERWRITE);
    }

    private static CompletionStage<PutResult> stored() {
        return CompletableFuture.completedFuture(PutResult.STORED);
    }

    private static CompletionStage<PutResult> reuse() {
        return CompletableFuture.completedFuture(PutResult.EXISTS);
    }

    /** An object that holds the payload, in whatever form. */
    private record Found(BlobInfo info, BlobContent content) {}
}
