package io.github.s3backed.core.spi;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where offloaded payloads are kept: one bucket, with its own client, credentials and settings.
 *
 * <p>Every method returns without waiting for I/O, so that an event loop may call it; a store over a blocking client
 * brings an executor. Stages complete on threads of the store, or on the caller's where the answer is known at once.
 * An implementation may be used by many threads at once. A read that begins after a write has completed sees that
 * write (strong read-after-write consistency, as S3 has it).
 *
 * <p>A stage fails with {@link io.github.s3backed.core.BlobStoreException} whose cause is the client's own exception,
 * untouched, if the store could not do or could not confirm what was asked. After such a failure of a put or delete
 * its effect is unknown: it may have happened, or may happen later. Being denied, throttled or pointed at a missing
 * bucket is such a failure and never taken for an absent object.
 *
 * <p>What a store can do beyond these four operations is said by further interfaces, for which {@link #as} asks.
 */
public interface BlobStore extends AutoCloseable {

    /** The place that references into this store name. */
    BlobLocation location();

    /**
     * Stores an object under {@code key}, whole or not at all: no reader ever sees a part of it. Whoever completes
     * last wins where two puts race without a condition.
     *
     * @param key any Unicode text of 1 to 1,024 bytes of UTF-8
     * @param content read once, or again from its beginning if the store tries again
     * @return {@link PutResult#EXISTS} if the mode is {@link PutMode#IF_ABSENT} and there was an object, which is left
     *     as it was. After a lost response that object may be the one that this very put has written.
     */
    CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode);

    /**
     * Reads an object through {@code reader}, on a thread that may block. A broken connection may lead to another
     * call of {@code reader} from the beginning.
     *
     * <p>The stage fails with {@link io.github.s3backed.core.BlobNotFoundException} if there is no such object, and
     * with the exception that {@code reader} threw, untouched, unless it was caused by a failure of the body itself.
     *
     * @param <R> what {@code reader} makes of the object
     */
    <R> CompletionStage<R> get(String key, BlobReader<R> reader);

    /** What is known of an object without reading it; empty if there is none. */
    CompletionStage<Optional<BlobInfo>> head(String key);

    /** Removes an object. Succeeds if there is none. */
    CompletionStage<Void> delete(String key);

    /**
     * What this store can do beyond these operations, as one of the interfaces that extend this one. A store that wraps
     * another overrides this where it passes a capability on.
     *
     * @param <C> the capability
     * @return empty if it cannot
     */
    default <C extends BlobStore> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    /** Frees what this store made for itself. Clients that were handed to it stay open: they are their owner's. */
    @Override
    default void close() {}
}
