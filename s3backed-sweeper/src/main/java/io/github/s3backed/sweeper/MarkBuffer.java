package io.github.s3backed.sweeper;

import java.util.Arrays;

/** The marks of one page. */
final class MarkBuffer {

    private long[] hashes = new long[256];
    private int size;

    void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
    }

    long[] hashes() {
        return hashes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
