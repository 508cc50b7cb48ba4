package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;

/** What a caller holds of an operation: its end without wrappers, and the means to cancel it. */
final class CancellableResult<T> extends CompletableFuture<T> {

    private final CompletableFuture<T> operation;

    private CancellableResult(CompletableFuture<T> operation) {
        this.operation = operation;
    }

    static <T> CompletableFuture<T> of(CompletableFuture<T> operation) {
        CancellableResult<T> result = new CancellableResult<>(operation);
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
        operation.cancel(mayInterruptIfRunning);
        return cancelled;
    }

    /** What follows it is no operation. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
