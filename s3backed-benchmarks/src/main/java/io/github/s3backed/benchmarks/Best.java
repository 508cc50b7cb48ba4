package io.github.s3backed.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** The CPU time of work that stays on its thread. Machines that are shared disturb that least. */
final class Best {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Best() {}

    /** The median of so many times, after as many that do not count. */
    static double cpuNanos(int repeats, Callable<?> work) {
        long[] nanos = new long[repeats];
        for (int i = -repeats; i < repeats; i++) {
            long took = once(work);
            if (i >= 0) {
                nanos[i] = took;
            }
        }
        Arrays.sort(nanos);
        return nanos[repeats / 2];
    }

    static long once(Callable<?> work) {
        long began = THREADS.getCurrentThreadCpuTime();
        try {
            work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return THREADS.getCurrentThreadCpuTime() - began;
    }
}
