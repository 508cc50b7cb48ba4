package io.github.s3backed.codec.binary;

import java.util.List;
import java.util.Random;

/** Bytes to write and read, the same in each run. */
final class Payloads {

    private Payloads() {}

    static List<byte[]> all() {
        return List.of(new byte[0], new byte[] {-1}, new byte[] {1, 2, 3}, random(8192), random(300_001));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
