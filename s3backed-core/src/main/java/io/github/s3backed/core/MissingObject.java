package io.github.s3backed.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out why the object of a payload that is read later than its item is not there: its item may have been replaced or
 * deleted in between.
 */
@FunctionalInterface
public interface MissingObject {

    /** What the caller is told; does not fail. */
    CompletionStage<? extends Throwable> explain(BlobNotFoundException missing);

    /** Says no more than that there is no object. */
    static MissingObject unexplained() {
        return CompletableFuture::completedFuture;
    }
}
