package io.github.s3backed.sweeper;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The keys that items refer to: a sorted file of their hashes, and every 512th of these in memory, so that ten million take
 * 160 KB of it. Two keys with one hash of 64 bits keep an orphan from being found, and remove nothing. Not safe for use by
 * many threads.
 */
final class Marks implements Closeable {

    private static final int BLOCK = 512;

    private final FileChannel channel;
    private final long count;
    private final long[] firsts;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK * Long.BYTES);

    private Marks(Path file, FileChannel channel) throws IOException {
        this.channel = channel;
        this.count = Math.max(0, channel.size() / Long.BYTES - 1);
        this.firsts = new long[Math.toIntExact((count + BLOCK - 1) / BLOCK)];
        long sum = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (long i = 0; i < count; i++) {
                long hash = in.readLong();
                sum += term(hash);
                if (i % BLOCK == 0) {
                    firsts[(int) (i / BLOCK)] = hash;
                }
            }
            if (channel.size() % Long.BYTES != 0 || in.readLong() != sum) {
                throw new IOException("The file " + file + " is damaged. Remove the state folder, and sweep again.");
            }
        }
    }

    /** Opens what {@link MarkSorter} wrote, and reads it once to see whether it is whole. */
    static Marks open(Path sorted) throws IOException {
        FileChannel channel = FileChannel.open(sorted, StandardOpenOption.READ);
        try {
            return new Marks(sorted, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What a hash adds to the sum of all: its own value would not tell that a hash of 0 is missing. */
    static long term(long hash) {
        return hash * 31 + 1;
    }

    /** What stands for a key. */
    static long hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform is required to have it, see java.security.MessageDigest.
            throw new AssertionError(e);
        }
    }

    /** How many different keys are marked. */
    long count() {
        return count;
    }

    boolean contains(String key) throws IOException {
        long hash = hash(key);
        int found = Arrays.binarySearch(firsts, hash);
        if (found >= 0) {
            return true;
        }
        int index = -found - 2;
        return index >= 0 && isInBlock(index, hash);
    }

    private boolean isInBlock(int index, long hash) throws IOException {
        long begin = (long) index * BLOCK;
        int length = (int) Math.min(BLOCK, count - begin);
        readFully(block.clear().limit(length * Long.BYTES), begin * Long.BYTES);
        LongBuffer hashes = block.flip().asLongBuffer();
        int low = 0;
        int high = length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long value = hashes.get(middle);
            if (value == hash) {
                return true;
            }
            if (value < hash) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    private void readFully(ByteBuffer target, long position) throws IOException {
        long from = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, from);
            if (read < 0) {
                throw new IOException("The file of marks became shorter while it was read.");
            }
            from += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
