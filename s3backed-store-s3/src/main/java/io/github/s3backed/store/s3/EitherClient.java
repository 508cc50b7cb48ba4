package io.github.s3backed.store.s3;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** One of the two clients, for calls that differ in nothing else. A call does not wait. */
final class EitherClient {

    private final @Nullable S3Client blocking;
    private final @Nullable S3AsyncClient async;
    private final Executor executor;

    /** Exactly one of the clients is given; calls of the one that blocks run on {@code executor}. */
    EitherClient(@Nullable S3Client blocking, @Nullable S3AsyncClient async, Executor executor) {
        this.blocking = blocking;
        this.async = async;
        this.executor = executor;
    }

    <Q, R> CompletableFuture<R> call(
            Q request, BiFunction<S3Client, Q, R> sync, BiFunction<S3AsyncClient, Q, CompletableFuture<R>> later) {
        try {
            if (async != null) {
                return later.apply(async, request);
            }
            S3Client client = Objects.requireNonNull(blocking);
            return CompletableFuture.supplyAsync(() -> sync.apply(client, request), executor);
        } catch (RuntimeException e) {
            // A closed client, or an executor that takes no more.
            return CompletableFuture.failedFuture(e);
        }
    }
}
