package io.github.s3backed.benchmarks;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

/** How operations follow each other. */
final class Runs {

    private Runs() {}

    static Sample inTurn(Meter meter, int count, Callable<?> operation) throws Exception {
        long[] nanos = new long[count];
        Meter.Reading before = meter.read();
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            operation.call();
            nanos[i] = System.nanoTime() - began;
        }
        return sample(median(nanos), meter.read().since(before), count);
    }

    static Sample atOnce(Meter meter, int count, int width, IntFunction<? extends CompletionStage<?>> operation)
            throws InterruptedException {
        Semaphore room = new Semaphore(width);
        CompletableFuture<?>[] all = new CompletableFuture<?>[count];
        Meter.Reading before = meter.read();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            room.acquire();
            all[i] = operation
                    .apply(i)
                    .whenComplete((value, failure) -> room.release())
                    .toCompletableFuture();
        }
        CompletableFuture.allOf(all).join();
        double wall = System.nanoTime() - began;
        return sample(wall / count, meter.read().since(before), count);
    }

    private static Sample sample(double wall, Meter.Used used, int count) {
        return new Sample(wall, (double) used.cpuNanos() / count, (double) used.allocatedBytes() / count);
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
