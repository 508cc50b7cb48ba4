package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;

/** What a caller holds of an operation: its end without wrappers, and the means to cancel it. */
final class CancellableResult<T> extends CompletableFuture<T> {

    private final Runnable cancellation;

    private CancellableResult(Runnable cancellation) {
        this.cancellation = cancellation;
    }

    static <T> CompletableFuture<T> of(CompletableFuture<T> operation, Runnable cancellation) {
        CancellableResult<T> result = new CancellableResult<>(cancellation);
        operation.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Failures.unwrap(failure));
            }
        });
        return result;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        cancellation.run();
        return cancelled;
    }

    /** What follows it is no operation. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
