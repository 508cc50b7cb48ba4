package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Gives the protocol a clock, names and pauses that a simulation decides on. */
public final class SimulatedWorld {

    private SimulatedWorld() {}

    /** Settings of which nothing is left to the real world. */
    public static S3BackedDynamoDb.Builder settings(
            LongSupplier nanoTime, Supplier<String> writeIds, Function<Duration, CompletionStage<Void>> pauses) {
        return S3BackedDynamoDb.builder()
                .nanoTime(nanoTime)
                .writeIds(writeIds)
                .pauses(pauses)
                .events(event -> {});
    }

    /** A policy as its object holds it. */
    public static byte[] bytesOf(StorePolicy policy) {
        return policy.toBytes();
    }

    /** What {@link #bytesOf} made. */
    public static StorePolicy parse(byte[] bytes) {
        return StorePolicy.parse(bytes);
    }
}
