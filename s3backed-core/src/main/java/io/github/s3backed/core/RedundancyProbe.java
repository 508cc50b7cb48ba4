package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Estimates what deflate would save on bytes, in a fraction of the time that it needs: by how unevenly they are distributed, and by
 * what they repeat within the last 16 to 32 KiB. It stops as soon as there is enough of that, which with text is at once, so that
 * all of this is done for what is compressed already, and for noise.
 */
final class RedundancyProbe {

    private static final int BLOCK = 16 * 1024;
    private static final int VALUES = 256;
    private static final int TABLE_BITS = 12;
    private static final int SHORTEST = 4;
    private static final int LONGEST = 258;
    /** What of the first block there is to save, as a part of it, where it is text. */
    private static final int PLENTY = 4;
    /** What a repetition costs (RFC 1951, section 3.2.5), about. */
    private static final int PAIR = 3;

    /** By how much the entropy of so few bytes is lower than that of what they are taken from, in bytes: Miller and Madow. */
    private static final double BIAS = (VALUES - 1) / (2 * Math.log(2) * 8);

    private static final double[] TIMES_LOG = timesLog();

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** The block before this one, and this one. */
    private final byte[] window;

    private final int[] counts = new int[VALUES];
    private final int[] lastSeen;
    private int before;
    private int block;

    private RedundancyProbe(int size) {
        this.window = new byte[size];
        this.lastSeen = new int[size > BLOCK ? 1 << TABLE_BITS : 0];
    }

    /**
     * Whether at least {@code least} bytes might be saved.
     *
     * @param in is read from its beginning, and closed
     */
    static boolean finds(long least, InputStream in) throws IOException {
        try (in) {
            RedundancyProbe first = new RedundancyProbe(BLOCK);
            first.read(in);
            double saved = first.unevenness();
            if (saved >= Math.min(least, Math.max(1, first.block / PLENTY))) {
                return true; // Without setting memory aside for more.
            }
            RedundancyProbe probe = new RedundancyProbe(2 * BLOCK);
            probe.take(first);
            for (saved += probe.repetitions(); saved < least && probe.read(in); saved += probe.repetitions()) {
                saved += probe.unevenness();
            }
            return saved >= least;
        }
    }

    private void take(RedundancyProbe first) {
        System.arraycopy(first.window, 0, window, 0, first.block);
        block = first.block;
    }

    /** Goes on to the next block, if there is one. */
    private boolean read(InputStream in) throws IOException {
        if (block > 0) {
            System.arraycopy(window, before, window, 0, block);
            forget(before);
            before = block;
        }
        block = in.readNBytes(window, before, BLOCK);
        return block > 0;
    }

    // Positions have moved by so much to the front, and lie one higher than they are, so that 0 is none.
    private void forget(int moved) {
        for (int i = 0; i < lastSeen.length && moved > 0; i++) {
            lastSeen[i] = Math.max(0, lastSeen[i] - moved);
        }
    }

    /** What a code that knows how often each value occurs would save, in bytes. */
    private double unevenness() {
        Arrays.fill(counts, 0);
        for (int i = before; i < before + block; i++) {
            counts[window[i] & 0xff]++;
        }
        double bits = timesLog(block);
        for (int count : counts) {
            bits -= timesLog(count);
        }
        return Math.max(0, block - bits / 8 - BIAS);
    }

    /** What naming earlier occurrences would save, in bytes. */
    private int repetitions() {
        int saved = 0;
        int end = before + block;
        for (int i = before; i <= end - SHORTEST; i++) {
            int four = four(i);
            int slot = four * 0x9E3779B1 >>> 32 - TABLE_BITS;
            int seen = lastSeen[slot] - 1;
            lastSeen[slot] = i + 1;
            if (seen >= 0 && four(seen) == four) {
                int length = length(seen, i, end);
                saved += length - PAIR;
                i += length - 1;
            }
        }
        return saved;
    }

    private int four(int at) {
        return (int) INTS.get(window, at);
    }

    private int length(int seen, int at, int end) {
        int length = SHORTEST;
        while (length < LONGEST && at + length < end && window[seen + length] == window[at + length]) {
            length++;
        }
        return length;
    }

    private static double timesLog(int count) {
        return TIMES_LOG[count];
    }

    private static double[] timesLog() {
        double[] values = new double[BLOCK + 1];
        for (int i = 2; i < values.length; i++) {
            values[i] = i * Math.log(i) / Math.log(2);
        }
        return values;
    }
}
