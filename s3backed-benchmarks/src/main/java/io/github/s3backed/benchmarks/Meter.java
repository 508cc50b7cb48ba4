package io.github.s3backed.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the Java threads of this process use, those of the servers not among them: they are not the client's. Nor is what the
 * garbage collector and the compiler use counted; allocation stands for the former.
 */
final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Supplier<Set<Thread>> servers;

    /** @param servers gives the threads that are not counted */
    Meter(Supplier<Set<Thread>> servers) {
        this.servers = servers;
    }

    /** What was used between two readings. */
    record Used(long cpuNanos, long allocatedBytes) {}

    /** What each thread that lives has used so far, by its id. */
    record Reading(Map<Long, Used> threads) {

        /** What has been used since; what threads have used that ended meanwhile is missing. */
        Used since(Reading before) {
            Used none = new Used(0, 0);
            long cpuNanos = 0;
            long allocatedBytes = 0;
            for (Map.Entry<Long, Used> thread : threads.entrySet()) {
                Used then = before.threads.getOrDefault(thread.getKey(), none);
                cpuNanos += Math.max(0, thread.getValue().cpuNanos() - then.cpuNanos());
                allocatedBytes += Math.max(0, thread.getValue().allocatedBytes() - then.allocatedBytes());
            }
            return new Used(cpuNanos, allocatedBytes);
        }
    }

    /** The threads that are not counted. */
    Set<Thread> servers() {
        return servers.get();
    }

    Reading read() {
        Set<Long> theirs = servers.get().stream().map(Thread::getId).collect(Collectors.toSet());
        long[] ours = Arrays.stream(THREADS.getAllThreadIds())
                .filter(id -> !theirs.contains(id))
                .toArray();
        long[] cpu = THREADS.getThreadCpuTime(ours);
        long[] allocated = THREADS.getThreadAllocatedBytes(ours);
        Map<Long, Used> threads = new HashMap<>();
        for (int i = 0; i < ours.length; i++) {
            threads.put(ours[i], new Used(cpu[i], allocated[i]));
        }
        return new Reading(threads);
    }
}
