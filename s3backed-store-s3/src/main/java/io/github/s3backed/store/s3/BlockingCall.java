package io.github.s3backed.store.s3;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that blocks, on a thread of an executor. Once it has begun it cannot be cancelled, so that its end is known. */
final class BlockingCall<T> extends CompletableFuture<T> {

    private final AtomicBoolean begun = new AtomicBoolean();

    private BlockingCall() {}

    static <T> CompletableFuture<T> begin(Executor executor, Callable<T> call) {
        BlockingCall<T> result = new BlockingCall<>();
        executor.execute(() -> result.run(call));
        return result;
    }

    private void run(Callable<T> call) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            complete(call.call());
        } catch (Throwable e) {
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return begun.compareAndSet(false, true) && super.cancel(mayInterruptIfRunning);
    }

    /** What follows it is no such call. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
