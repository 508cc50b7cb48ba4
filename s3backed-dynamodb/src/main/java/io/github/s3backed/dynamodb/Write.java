package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A write to DynamoDB as {@link WriteRun} sees it: something that has payloads to be uploaded, can be sent, and says of an
 * answer what it did.
 *
 * @param <R> DynamoDB's answer
 */
interface Write<R> {

    /** Such as {@code PutItem}. */
    String operation();

    /** The table, or the tables, as messages and events name them. */
    String table();

    /** The values of S3-backed attributes that it stores. */
    List<EncodedValue> values();

    /**
     * Begins to encode the values, but for those that come after one which is refused at once. What follows is asked for only when all
     * of them have ended.
     */
    default List<CompletableFuture<?>> prepare() {
        List<CompletableFuture<?>> begun = new ArrayList<>();
        for (EncodedValue value : values()) {
            CompletableFuture<?> encoding = value.prepare();
            begun.add(encoding);
            if (encoding.isCompletedExceptionally()) {
                break;
            }
        }
        return begun;
    }

    /**
     * Refuses what must not be sent as it was encoded.
     *
     * @throws RefusedRequestException if so
     */
    default void requireSendable() {}

    /** The payloads that leave their items. */
    default List<Upload> uploads() {
        List<Upload> uploads = new ArrayList<>();
        values().forEach(value -> {
            Upload upload = value.upload();
            if (upload != null) {
                uploads.add(upload);
            }
        });
        return uploads;
    }

    /** Frees what was made to be sent; nothing is asked for after. */
    default void close() {
        values().forEach(EncodedValue::close);
    }

    /**
     * Makes the stores of the uploads know the tables that will refer to them.
     *
     * @return how long after the first upload of an attempt it may be sent
     */
    CompletionStage<Duration> enterStores();

    /**
     * Whether every attempt carries the same token, by which DynamoDB tells a repetition: then all attempts have the same
     * references. Otherwise each has its own.
     */
    default boolean isIdempotent() {
        return false;
    }

    /** What the items hold now, by a consistent read, as far as the answer will not tell. */
    default CompletionStage<List<Held>> observe() {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * The codes of errors that prove that an attempt did nothing at all. A request of several parts that are not done as one
     * has fewer.
     */
    default Set<String> rejections() {
        return Verdict.REJECTIONS;
    }

    /** Sends the request once. The stage fails with the SDK's own exception. */
    CompletionStage<R> send(Attempt attempt);

    /**
     * What the answer says that the attempt did.
     *
     * @param observed what {@link #observe} has seen
     */
    Effect effect(R response, Attempt attempt, List<Held> observed);

    /**
     * What each item holds now, by a consistent read after the write; asked where {@link Effect#held} is null. An item of
     * which the read did not tell is not in it.
     */
    default CompletionStage<Map<ItemId, Set<Reference>>> observeAfter() {
        return CompletableFuture.failedFuture(new IllegalStateException("nothing to observe"));
    }

    /** The answer as the caller is to see it. */
    CompletionStage<R> present(R response, Attempt attempt);

    /** The error as the caller is to see it. */
    CompletionStage<? extends Throwable> present(Throwable failure, Attempt attempt);

    /**
     * Whether the image that came with a failed condition shows that an earlier attempt of this very write was done.
     *
     * @param earlier the references of those attempts
     */
    default boolean showsOwnWrite(Throwable failure, Collection<Reference> earlier) {
        return false;
    }

    /** The answer of an attempt that was done though its answer was lost; empty where it cannot be rebuilt. */
    default Optional<R> rebuildLostAnswer() {
        return Optional.empty();
    }
}
