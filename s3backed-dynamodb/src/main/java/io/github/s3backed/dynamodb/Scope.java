package io.github.s3backed.dynamodb;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is under way for one request, so that it can be cancelled. Safe for use by many threads. */
final class Scope {

    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    private <T> CompletableFuture<T> follow(CompletableFuture<T> future) {
        underWay.add(future);
        future.whenComplete((value, failure) -> underWay.remove(future));
        if (cancelled) {
            future.cancel(true);
        }
        return future;
    }

    /** Begins a call, and cancels it when this is cancelled; does not begin it if that has happened. */
    <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> call) {
        return cancelled ? CompletableFuture.failedFuture(new CancellationException()) : follow(call.get());
    }

    void cancel() {
        cancelled = true;
        underWay.forEach(future -> future.cancel(true));
    }

    /** The same calls, cancelled when this is. */
    DynamoDbCalls over(DynamoDbCalls calls) {
        return new DynamoDbCalls() {
            @Override
            public <Q, R> CompletableFuture<R> call(Operation<Q, R> operation, Q request) {
                return begin(() -> calls.call(operation, request));
            }
        };
    }
}
