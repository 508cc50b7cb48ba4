package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the protocol takes from the world beside DynamoDB and the stores, so that a simulation can give it another.
 *
 * @param nanoTime a clock that only goes forward
 * @param writeIds names for attempts that nobody has had or can guess
 * @param pauses a stage that completes after a while
 * @param retries when to try again
 * @param events who hears of it
 */
record World(
        LongSupplier nanoTime,
        Supplier<String> writeIds,
        Function<Duration, CompletionStage<Void>> pauses,
        Retries retries,
        Events events) {}
