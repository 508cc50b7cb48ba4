package io.github.s3backed.core.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reading to the end into an array that is made once, where the length is known. */
final class SizedArray {

    // Some JVMs have no larger arrays.
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private SizedArray() {}

    /** @param claimed how many bytes there should be, or -1; the array is as long as there are */
    static byte[] read(InputStream in, long claimed) throws IOException {
        if (claimed < 0 || claimed > LARGEST_ARRAY) {
            return in.readAllBytes();
        }
        byte[] bytes = new byte[(int) claimed];
        int count = in.readNBytes(bytes, 0, bytes.length);
        if (count < bytes.length) {
            return Arrays.copyOf(bytes, count);
        }
        int next = in.read();
        return next < 0 ? bytes : withSurplus(bytes, (byte) next, in.readAllBytes());
    }

    private static byte[] withSurplus(byte[] bytes, byte next, byte[] rest) {
        byte[] all = Arrays.copyOf(bytes, Math.addExact(bytes.length, Math.addExact(1, rest.length)));
        all[bytes.length] = next;
        System.arraycopy(rest, 0, all, bytes.length + 1, rest.length);
        return all;
    }
}
