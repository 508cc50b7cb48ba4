package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;

/**
 * A request of the matrix.
 *
 * @param isRight whether an answer is what the items call for
 */
record MatrixRequest<Q, R>(Operation<Q, R> operation, Q request, BiPredicate<R, MatrixItems> isRight) {

    MatrixRequest(Operation<Q, R> operation, Q request) {
        this(operation, request, (response, items) -> true);
    }

    /** Sends it, and says whether the answer is right. */
    boolean call(Door.Client client, MatrixItems items) {
        return isRight.test(client.call(operation, request), items);
    }

    /** Sends it. Cancelling the future cancels the operation itself. */
    CompletableFuture<R> start(Door.Client client) {
        return client.start(operation, request);
    }
}
