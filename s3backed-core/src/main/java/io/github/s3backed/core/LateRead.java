package io.github.s3backed.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hears of reads that happen after the item was read which holds the payload. Called on any thread, and must not block. */
public interface LateRead {

    /**
     * Finds out why there is no object: its item may have been replaced or deleted in between.
     *
     * @return what the caller is told; does not fail
     */
    CompletionStage<? extends Throwable> explain(BlobNotFoundException missing);

    /**
     * A payload was read to its end and verified.
     *
     * @param took since its read began
     */
    default void fetched(Reference reference, Duration took) {}

    /** Says no more than that there is no object. */
    static LateRead unobserved() {
        return CompletableFuture::completedFuture;
    }
}
