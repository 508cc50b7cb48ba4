package io.github.s3backed.store.s3;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parts that are under way, so many at once and no more. The first failure lets no other part begin, and is the failure of the
 * whole when all that had begun have ended.
 */
final class PartRun<T> {

    private final int count;
    private final int parallel;
    private final CompletableFuture<List<T>> result = new CompletableFuture<>();
    private final Object[] done;
    private final Set<CompletableFuture<?>> underWay = new HashSet<>();
    private int begun;
    private int running;
    private @Nullable Throwable failure;

    PartRun(int count, int parallel) {
        this.count = count;
        this.parallel = parallel;
        this.done = new Object[count];
    }

    /**
     * What came of all parts, in the order of their numbers. To be called once.
     *
     * @param step begins a part, by its number from 1, and each of its calls by {@link #follow}
     */
    CompletableFuture<List<T>> begin(IntFunction<CompletableFuture<T>> step) {
        for (int i = 0; i < Math.min(parallel, count); i++) {
            next(step);
        }
        return result;
    }

    /** Begins a call of a part, unless no more are to begin. */
    <C> CompletableFuture<C> follow(Supplier<CompletableFuture<C>> call) {
        synchronized (this) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
        }
        CompletableFuture<C> begun = call.get();
        boolean cancelled;
        synchronized (this) {
            underWay.add(begun);
            cancelled = failure instanceof CancellationException;
        }
        begun.whenComplete((value, failed) -> forget(begun));
        if (cancelled) {
            begun.cancel(true);
        }
        return begun;
    }

    private synchronized void forget(CompletableFuture<?> call) {
        underWay.remove(call);
    }

    /** Lets no more calls begin and cancels those that have. */
    void cancel() {
        List<CompletableFuture<?>> left;
        synchronized (this) {
            fail(new CancellationException());
            left = new ArrayList<>(underWay);
        }
        left.forEach(call -> call.cancel(true));
    }

    private void next(IntFunction<CompletableFuture<T>> step) {
        int number = take();
        if (number == 0) {
            return;
        }
        start(step, number).whenComplete((value, failed) -> {
            end(number, value, failed);
            next(step);
        });
    }

    private CompletableFuture<T> start(IntFunction<CompletableFuture<T>> step, int number) {
        try {
            return step.apply(number);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The number of a part to begin, or 0. */
    private synchronized int take() {
        if (failure != null || begun == count) {
            return 0;
        }
        running++;
        return ++begun;
    }

    private void end(int number, @Nullable T value, @Nullable Throwable failed) {
        boolean last;
        synchronized (this) {
            done[number - 1] = value;
            if (failed != null) {
                fail(failed);
            }
            running--;
            last = running == 0 && (failure != null || begun == count);
        }
        if (last) {
            complete();
        }
    }

    private void fail(Throwable first) {
        if (failure == null) {
            failure = first;
        }
    }

    @SuppressWarnings("unchecked")
    private void complete() {
        if (failure == null) {
            result.complete((List<T>) Arrays.asList(done));
        } else {
            result.completeExceptionally(failure);
        }
    }
}
