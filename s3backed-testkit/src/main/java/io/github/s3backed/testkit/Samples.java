package io.github.s3backed.testkit;

import java.util.Random;

/** Bytes to test with: the same in every run. */
final class Samples {

    private static final long SEED = 20260101L;

    private Samples() {}

    /** Bytes that no compressor makes fewer. */
    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED + size).nextBytes(bytes);
        return bytes;
    }

    /** Bytes that every compressor makes fewer: words of a small vocabulary. */
    static byte[] text(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(SEED - size);
        for (int i = 0; i < size; ) {
            int word = random.nextInt(64);
            for (int length = 2 + word % 7; length > 0 && i < size; length--) {
                bytes[i++] = (byte) (length == 1 ? ' ' : 'a' + (word * length) % 26);
            }
        }
        return bytes;
    }

    /** Half text, half random: a frame of it holds literals, matches and what is stored as it is. */
    static byte[] mixed(int size) {
        byte[] bytes = text(size);
        System.arraycopy(random(size / 2), 0, bytes, size / 4, size / 2);
        return bytes;
    }
}
