package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.exception.AbortedException;

/** The end of a write, and the means to end it before. */
final class WriteResult<R> extends CompletableFuture<R> {

    private final WriteRun<R> run;

    private WriteResult(WriteRun<R> run) {
        this.run = run;
    }

    /** Runs a write through the protocol. */
    static <R> WriteResult<R> of(WriteRun<R> run) {
        WriteResult<R> result = new WriteResult<>(run);
        run.start().whenComplete((response, failure) -> {
            if (failure == null) {
                result.complete(response);
            } else {
                result.completeExceptionally(Failures.unwrap(failure));
            }
        });
        return result;
    }

    /** Cancels the write as well. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        run.cancel();
        return cancelled;
    }

    /** What to tell a caller who was interrupted and does not wait for the end. */
    RuntimeException interrupted(AbortedException interruption) {
        return run.interrupted(interruption);
    }

    /** What follows it is no write. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
