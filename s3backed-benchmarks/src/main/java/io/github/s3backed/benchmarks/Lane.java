package io.github.s3backed.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/**
 * One way to do what others do as well.
 *
 * @param name how tables call it
 * @param work does it so many times, and says what that took
 */
record Lane(String name, Work work) {

    /** Does an operation {@code count} times. */
    interface Work {
        Sample run(Meter meter, int count) throws Exception;
    }

    /** One operation after the other, on one thread. */
    static Lane inTurn(String name, Callable<?> operation) {
        return new Lane(name, (meter, count) -> Runs.inTurn(meter, count, operation));
    }

    /**
     * {@code width} operations at once, for as long as there are more to begin.
     *
     * @param operation given its number, begins it
     */
    static Lane atOnce(String name, int width, IntFunction<? extends CompletionStage<?>> operation) {
        return new Lane(name, (meter, count) -> Runs.atOnce(meter, count, width, operation));
    }
}
