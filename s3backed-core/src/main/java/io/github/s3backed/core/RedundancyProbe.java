package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Estimates what deflate would save on bytes, in a fraction of the time that it needs: by how unevenly they are distributed, and by
 * what they repeat within the last 32 to 48 KiB, of which deflate sees 32. It stops as soon as there is enough of that, which with text is at once, so that
 * all of this is done for what is compressed already, and for noise.
 */
final class RedundancyProbe {

    private static final int BLOCK = 16 * 1024;
    /** How far back deflate looks (RFC 1951, section 2). */
    private static final int WINDOW = 2 * BLOCK;

    private static final int VALUES = 256;
    /** Enough that most of the window is remembered. */
    private static final int TABLE_BITS = 14;

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

    /** The blocks before this one, as far as they count, and this one. */
    private final byte[] window;

    private final int[] counts = new int[VALUES];
    /** Where in all the bytes, not in the window, and one more than that, so that 0 is nowhere. */
    private final int[] lastSeen;

    /** How many bytes have left the window. */
    private int dropped;

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
            RedundancyProbe probe = new RedundancyProbe(WINDOW + BLOCK);
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
        before += block;
        if (before > WINDOW) {
            int surplus = before - WINDOW;
            System.arraycopy(window, surplus, window, 0, WINDOW);
            dropped += surplus;
            before = WINDOW;
        }
        block = in.readNBytes(window, before, BLOCK);
        return block > 0;
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
            int seen = lastSeen[slot] - 1 - dropped;
            lastSeen[slot] = dropped + i + 1;
            // The count wraps after 2 GiB, where what was never seen would lie ahead.
            if (seen >= 0 && seen < i && four(seen) == four) {
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
