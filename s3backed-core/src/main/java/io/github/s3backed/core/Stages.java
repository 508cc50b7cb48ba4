package io.github.s3backed.core;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** What {@link CompletionStage} does not do by itself. */
final class Stages {

    private Stages() {}

    /**
     * Waits for a stage and throws what it failed with, without a wrapper. An interrupt cancels the wait, not the work:
     * what becomes of it is then unknown.
     */
    static <T> T join(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlobStoreException(
                    "Interrupted while waiting for a blob store; whether the operation took effect is unknown.", e);
        } catch (ExecutionException e) {
            Throwable failure = unwrap(e);
            // The failure was made on another thread; who asked for it is known only here.
            failure.addSuppressed(new CallerTrace());
            if (failure instanceof Error error) {
                throw error;
            }
            throw failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
        }
    }

    /** As {@link #join}, for what must be closed: if the wait is interrupted, it is once it comes. */
    static <T extends Closeable> T joinOpened(CompletionStage<T> stage) {
        CompletableFuture<T> taken = new CompletableFuture<>();
        stage.whenComplete((opened, failure) -> {
            boolean wanted = failure == null ? taken.complete(opened) : taken.completeExceptionally(unwrap(failure));
            if (!wanted && opened != null) {
                close(opened);
            }
        });
        try {
            return join(taken);
        } catch (BlobStoreException e) {
            if (!taken.cancel(false) && !taken.isCompletedExceptionally()) {
                close(taken.join()); // It came in the last moment.
            }
            throw e;
        }
    }

    private static void close(Closeable opened) {
        try {
            opened.close();
        } catch (IOException e) {
            // Nobody reads it.
        }
    }

    /** The failure itself, out of the wrappers that futures put around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Where the caller of a blocking method stood. */
    private static final class CallerTrace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallerTrace() {
            super("called from");
        }
    }
}
