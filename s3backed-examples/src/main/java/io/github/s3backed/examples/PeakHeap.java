package io.github.s3backed.examples;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Looks at this process's heap a hundred times a second, garbage included, and remembers the most that it saw. */
final class PeakHeap {

    private static final long MILLIS = 10;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private volatile long bytes;

    private PeakHeap() {}

    static PeakHeap watch() {
        PeakHeap heap = new PeakHeap();
        Thread watcher = new Thread(heap::look, "peak-heap");
        watcher.setDaemon(true);
        watcher.start();
        return heap;
    }

    private void look() {
        try {
            while (true) {
                bytes = Math.max(bytes, memory.getHeapMemoryUsage().getUsed());
                Thread.sleep(MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long bytes() {
        return bytes;
    }
}
