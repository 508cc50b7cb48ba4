package io.github.s3backed.dynamodb;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What is under way for one request, so that it can be cancelled. Safe for use by many threads. */
final class Scope {

    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Cancels {@code future} when this is cancelled, and returns it. */
    <T> CompletableFuture<T> follow(CompletableFuture<T> future) {
        underWay.add(future);
        future.whenComplete((value, failure) -> underWay.remove(future));
        if (cancelled) {
            future.cancel(true);
        }
        return future;
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
                return follow(calls.call(operation, request));
            }
        };
    }
}
