package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;

/** The end of a write that can be cancelled. */
final class RunningWrite<R> extends CompletableFuture<R> {

    private final WriteRun<R> run;

    private RunningWrite(WriteRun<R> run) {
        this.run = run;
    }

    static <R> RunningWrite<R> start(WriteRun<R> run) {
        RunningWrite<R> running = new RunningWrite<>(run);
        run.start().whenComplete((response, failure) -> {
            if (failure == null) {
                running.complete(response);
            } else {
                running.completeExceptionally(Failures.unwrap(failure));
            }
        });
        return running;
    }

    /** What a caller is told who does not wait for the end: as {@link WriteRun#abandoned}. */
    RuntimeException abandoned(RuntimeException why) {
        return run.abandoned(why);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        run.cancel();
        return cancelled;
    }

    /** What follows it is no write. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
