package io.github.s3backed.verify;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes damaged inputs of valid ones. */
public final class Mutations {

    private static final long[] EXTREMES = {
        0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final RandomGenerator random;

    public Mutations(RandomGenerator random) {
        this.random = random;
    }

    /** One of {@code corpus}, altered at one place or a few. */
    public byte[] bytesOf(List<byte[]> corpus) {
        byte[] bytes = pick(corpus).clone();
        int count = 1 + Integer.numberOfTrailingZeros(random.nextInt() | 8);
        for (int i = 0; i < count; i++) {
            bytes = altered(bytes, pick(corpus));
        }
        return bytes;
    }

    private byte[] altered(byte[] bytes, byte[] other) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
        return switch (random.nextInt(8)) {
            case 0, 1 -> flipped(bytes, at);
            case 2 -> overwritten(bytes, at);
            case 3 -> joined(Arrays.copyOf(bytes, at), noise(), Arrays.copyOfRange(bytes, at, bytes.length));
            case 4 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
            case 5 -> joined(Arrays.copyOf(bytes, at), tail(other));
            case 6 -> Arrays.copyOf(bytes, at);
            default -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        if (at < bytes.length) {
            bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] overwritten(byte[] bytes, int at) {
        long number = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = Math.min(1 << random.nextInt(4), bytes.length - at);
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (number >>> 8 * (width - 1 - i));
        }
        return bytes;
    }

    private byte[] tail(byte[] other) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    /** Bytes that mean nothing. */
    public byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(random.nextBoolean() ? 4 : 100)];
        random.nextBytes(noise);
        return noise;
    }

    /** One of {@code corpus}, with words put in, taken out, doubled or exchanged. */
    public String textOf(List<String> corpus, List<String> words) {
        String text = pick(corpus);
        int count = 1 + Integer.numberOfTrailingZeros(random.nextInt() | 16);
        for (int i = 0; i < count; i++) {
            text = altered(text, pick(corpus), pick(words));
        }
        return text;
    }

    private String altered(String text, String other, String word) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + word + text.substring(at);
            case 1 -> text.substring(0, at) + word + text.substring(to);
            case 2 -> text.substring(0, at) + text.substring(to);
            case 3 -> text.substring(0, to) + text.substring(at);
            default -> text.substring(0, at) + other.substring(random.nextInt(other.length() + 1));
        };
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int position = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, position, part.length);
            position += part.length;
        }
        return all;
    }
}
