package io.github.s3backed.sweeper;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a process holds on to.
 *
 * @param threads alive, by id, with their names
 * @param connections that are open to some ports, of any process
 * @param heap in bytes, of what is reachable
 */
record SoakLoad(Map<Long, String> threads, long connections, long heap) {

    private static final int ESTABLISHED = 1;
    private static final int HEX = 16;

    /** The JDK's own, which come and go by themselves. */
    private static final List<String> OF_THE_JDK = List.of(
            "process reaper",
            "ForkJoinPool.commonPool",
            "CompletableFutureDelayScheduler",
            "Cleaner",
            "Attach",
            "Common-Cleaner");

    static SoakLoad measure(List<Integer> ports) throws IOException {
        return new SoakLoad(liveThreads(), connections(ports), reachable());
    }

    /** Threads that are alive now and were not then. */
    Map<Long, String> newThreads() {
        Map<Long, String> now = new TreeMap<>(liveThreads());
        now.keySet().removeAll(threads.keySet());
        return now;
    }

    private static Map<Long, String> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OF_THE_JDK.stream().noneMatch(thread.getName()::startsWith))
                .collect(Collectors.toMap(Thread::getId, Thread::getName));
    }

    private static long reachable() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Reads what Linux knows of connections; 0 on others. */
    static long connections(List<Integer> ports) throws IOException {
        long count = 0;
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (Files.exists(Path.of(file))) {
                count += Files.readAllLines(Path.of(file)).stream()
                        .skip(1)
                        .filter(line -> isOpen(line, Set.copyOf(ports)))
                        .count();
            }
        }
        return count;
    }

    /** A line is {@code number: localAddress:port remoteAddress:port state ...}, in hexadecimal. */
    private static boolean isOpen(String line, Set<Integer> ports) {
        String[] fields = line.strip().split("\\s+");
        String remote = fields[2];
        return Integer.parseInt(fields[3], HEX) == ESTABLISHED
                && ports.contains(Integer.parseInt(remote.substring(remote.indexOf(':') + 1), HEX));
    }
}
