package io.github.s3backed.dynamodb;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link CompletionStage} does not do by itself. */
final class Stages {

    private Stages() {}

    /** Begins a step; what it throws fails the future. */
    static <T> CompletableFuture<T> begin(Supplier<? extends CompletionStage<? extends T>> step) {
        try {
            CompletionStage<? extends T> begun = step.get();
            @SuppressWarnings("unchecked") // a stage only gives
            CompletableFuture<T> future = (CompletableFuture<T>) begun.toCompletableFuture();
            return future;
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What follows a stage however it ended, which is told the failure itself. */
    static <T, U> CompletionStage<U> then(
            CompletionStage<T> stage, BiFunction<T, @Nullable Throwable, CompletionStage<U>> next) {
        return stage.handle((value, failure) -> next.apply(value, failure == null ? null : Failures.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    /** Completes when the last has ended, with the failure of the first that failed by itself. */
    static CompletionStage<Optional<Throwable>> whenAllEnded(List<CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> {
                    Throwable first = null;
                    for (CompletableFuture<?> future : futures) {
                        if (future.isCompletedExceptionally()
                                && (first == null || first instanceof CancellationException)) {
                            first = failureOf(future);
                        }
                    }
                    return Optional.ofNullable(first);
                });
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return Failures.unwrap(future.handle((value, failure) -> failure).join());
    }
}
