package io.github.s3backed.simulator;

/** A set of hashes, of which there may be millions. Safe for use by many threads. */
final class Hashes {

    private static final double FULL = 0.6;

    private long[] slots = new long[1 << 16];
    private int size;
    private boolean hasZero;

    /** Adds a hash, and says whether it is new. */
    synchronized boolean add(long hash) {
        if (hash == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        if (size > slots.length * FULL) {
            grow();
        }
        return put(slots, hash) && ++size > 0;
    }

    private static boolean put(long[] slots, long hash) {
        int mask = slots.length - 1;
        int at = (int) (hash >>> 20) & mask;
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = (at + 1) & mask;
        }
        slots[at] = hash;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                put(larger, hash);
            }
        }
        slots = larger;
    }

    synchronized int size() {
        return size + (hasZero ? 1 : 0);
    }
}
