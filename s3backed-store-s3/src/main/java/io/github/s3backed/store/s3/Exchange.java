package io.github.s3backed.store.s3;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An operation of one or more calls. Cancelling it cancels the call that is under way, and lets none follow. */
final class Exchange<R> extends CompletableFuture<R> {

    private final Consumer<? super R> unclaimed;
    private volatile @Nullable CompletableFuture<?> call;

    Exchange() {
        this(value -> {});
    }

    /** @param unclaimed what is done with a result that comes after it was cancelled */
    Exchange(Consumer<? super R> unclaimed) {
        this.unclaimed = unclaimed;
    }

    void end(R value) {
        if (!complete(value)) {
            unclaimed.accept(value);
        }
    }

    /** To be called before each call but the first. */
    void requireNotCancelled() {
        if (isCancelled()) {
            throw new CancellationException();
        }
    }

    /** Makes {@code next} the call that is under way, and returns it. */
    <T> CompletableFuture<T> follow(CompletableFuture<T> next) {
        call = next;
        if (isCancelled()) {
            next.cancel(true);
        }
        return next;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        CompletableFuture<?> current = call;
        if (cancelled && current != null) {
            current.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }

    /** What follows it is no exchange. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
