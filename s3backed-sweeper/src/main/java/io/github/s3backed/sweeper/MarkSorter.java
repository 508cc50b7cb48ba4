package io.github.s3backed.sweeper;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Sorts hashes that do not fit into memory: sorted runs in a folder, and one merge of them. Each is written once. */
final class MarkSorter implements Closeable {

    /** 16 MiB of hashes; runs of as many let a merge of 100 million read 50 files at once. */
    static final int RUN = 2 * 1024 * 1024;

    private final Path folder;
    private final long[] buffer;
    private final List<Path> runs = new ArrayList<>();
    private int filled;
    private long added;

    MarkSorter(Path folder, int runLength) {
        this.folder = folder;
        this.buffer = new long[runLength];
    }

    void add(long hash) throws IOException {
        if (filled == buffer.length) {
            spill();
        }
        buffer[filled++] = hash;
        added++;
    }

    /** How many were added, those that are equal among them. */
    long added() {
        return added;
    }

    private void spill() throws IOException {
        Arrays.sort(buffer, 0, filled);
        Path run = folder.resolve("run-" + runs.size());
        runs.add(run);
        try (DataOutputStream out = output(run)) {
            for (int i = 0; i < filled; i++) {
                out.writeLong(buffer[i]);
            }
        }
        filled = 0;
    }

    /** Writes all hashes, each once. */
    void writeTo(Path target) throws IOException {
        spill();
        PriorityQueue<Run> queue = new PriorityQueue<>();
        try (DataOutputStream out = output(target)) {
            for (Path run : runs) {
                offer(queue, new Run(run));
            }
            merge(queue, out);
        } finally {
            for (Run run : queue) {
                run.close();
            }
        }
    }

    /** Each hash once, in order, and behind them their sum, by which a file that lost some is found out. */
    private void merge(PriorityQueue<Run> queue, DataOutputStream out) throws IOException {
        long merged = 0;
        long sum = 0;
        long last = 0;
        for (Run run = queue.poll(); run != null; run = queue.poll()) {
            if (merged++ == 0 || run.head != last) {
                out.writeLong(run.head);
                last = run.head;
                sum += Marks.term(last);
            }
            offer(queue, run);
        }
        if (merged != added) {
            throw new IOException("Marks were lost while they were sorted in " + folder + ". Sweep again.");
        }
        out.writeLong(sum);
    }

    private static void offer(PriorityQueue<Run> queue, Run run) throws IOException {
        if (run.advance()) {
            queue.add(run);
        } else {
            run.close();
        }
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
    }

    /** A sorted file that is being read. */
    private static final class Run implements Comparable<Run>, Closeable {

        private final DataInputStream in;
        private long head;

        Run(Path file) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        }

        boolean advance() throws IOException {
            try {
                head = in.readLong();
                return true;
            } catch (EOFException e) {
                return false;
            }
        }

        @Override
        public int compareTo(Run other) {
            return Long.compare(head, other.head);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
