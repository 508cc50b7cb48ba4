package io.github.s3backed.sweeper;

import io.github.s3backed.core.BlobStoreException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for others, never without an end. */
final class Waiting {

    private Waiting() {}

    /** What a stage completes with, or throws what it fails with, without a wrapper. */
    static <T> T on(CompletionStage<T> stage, Duration longest) {
        Future<T> future = stage.toCompletableFuture();
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlobStoreException("Interrupted while waiting for a blob store.", e);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new BlobStoreException(
                    "A blob store did not answer within " + longest + ". Look at its client's timeouts.", e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    /** The failure itself, out of the wrappers that futures put around it. */
    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** The failure itself, to be thrown; an error is thrown at once. */
    static RuntimeException unchecked(Throwable failure) {
        Throwable inner = unwrapped(failure);
        if (inner instanceof Error error) {
            throw error;
        }
        return inner instanceof RuntimeException unchecked ? unchecked : new CompletionException(inner);
    }
}
