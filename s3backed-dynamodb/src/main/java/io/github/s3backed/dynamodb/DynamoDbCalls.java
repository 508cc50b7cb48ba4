package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Calls to DynamoDB over either client. A call does not wait, and its future fails with the client's own exception. */
interface DynamoDbCalls {

    /** Sends a request. Cancelling the future cancels the call where it can be. */
    <Q, R> CompletableFuture<R> call(Operation<Q, R> operation, Q request);

    /** The same calls for when the request has ended that these are made for. */
    default DynamoDbCalls later() {
        return this;
    }

    /** Calls on the threads of an asynchronous client. */
    static DynamoDbCalls over(DynamoDbAsyncClient client) {
        return new DynamoDbCalls() {
            @Override
            public <Q, R> CompletableFuture<R> call(Operation<Q, R> operation, Q request) {
                return operation.async().apply(client, request);
            }
        };
    }

    /** Calls on threads that may block. */
    private static DynamoDbCalls over(DynamoDbClient client, Executor threads) {
        return new DynamoDbCalls() {
            @Override
            public <Q, R> CompletableFuture<R> call(Operation<Q, R> operation, Q request) {
                return CompletableFuture.supplyAsync(() -> operation.blocking().apply(client, request), threads);
            }
        };
    }

    /** Calls on one thread: that of the caller, who waits for them. */
    static DynamoDbCalls over(DynamoDbClient client, CallingThread caller) {
        return new DynamoDbCalls() {
            @Override
            public <Q, R> CompletableFuture<R> call(Operation<Q, R> operation, Q request) {
                return caller.submit(() -> operation.blocking().apply(client, request));
            }

            @Override
            public DynamoDbCalls later() {
                return over(client, IdleThreads.EXECUTOR);
            }
        };
    }
}
