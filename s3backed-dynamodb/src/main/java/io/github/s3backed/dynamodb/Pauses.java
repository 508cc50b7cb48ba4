package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Stages that complete after a while, on threads of our own. */
final class Pauses {

    private Pauses() {}

    static CompletionStage<Void> pause(Duration delay) {
        return CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, IdleThreads.EXECUTOR));
    }
}
