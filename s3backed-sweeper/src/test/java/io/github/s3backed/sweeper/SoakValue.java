package io.github.s3backed.sweeper;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an item holds. Its payloads follow from its key, and from a stamp that it keeps beside them, so that whoever reads an item
 * knows every byte that it must hold.
 *
 * @param writer who wrote it; {@link #COMMON} for payloads that many items hold
 * @param counter of the writer
 * @param size of the text, in characters
 */
record SoakValue(String writer, long counter, int size) {

    static final String COMMON = "common";
    static final String STAMP = "stamp";
    static final String BODY = "body";
    static final String DATA = "data";

    private static final int LARGEST = 256 << 10;
    private static final int COMMONS = 200;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int BITS = 6;

    /** Of 1 byte to 256 KiB, small ones as often as large ones. */
    static SoakValue random(RandomGenerator random, String writer, long counter) {
        return new SoakValue(writer, counter, (int) Math.exp(random.nextDouble() * Math.log(LARGEST)));
    }

    /** One of a few, which others write as well. */
    static SoakValue common(RandomGenerator random) {
        int which = random.nextInt(COMMONS);
        return SoakValue.random(new SplittableRandom(which), COMMON, which);
    }

    String stamp() {
        return writer + "/" + counter + "/" + size;
    }

    static SoakValue parse(String stamp) {
        String[] parts = stamp.split("/");
        return new SoakValue(parts[0], Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    }

    /** The text: what it is of, and then letters that do not compress well. */
    String body(SoakKey key) {
        String what = writer.equals(COMMON) ? stamp() : key + " " + stamp();
        char[] text = new char[size];
        SplittableRandom random = new SplittableRandom(what.hashCode() * 31L + counter);
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits = i % 10 == 0 ? random.nextLong() : bits >>> BITS;
            text[i] = i < what.length() ? what.charAt(i) : LETTERS.charAt((int) (bits & (LETTERS.length() - 1)));
        }
        return new String(text);
    }

    /** Bytes of a quarter of that size. */
    byte[] data(SoakKey key) {
        byte[] bytes = new byte[size / 4 + 1];
        new SplittableRandom(writer.equals(COMMON) ? counter : key.toString().hashCode() * 31L + counter)
                .nextBytes(bytes);
        return bytes;
    }

    Map<String, AttributeValue> payloads(SoakKey key) {
        return Map.of(
                STAMP, Field.s(stamp()),
                BODY, Field.s(body(key)),
                DATA, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(data(key))));
    }

    Map<String, AttributeValue> item(SoakKey key) {
        Map<String, AttributeValue> item = new HashMap<>(key.attributes());
        item.putAll(payloads(key));
        return item;
    }

    /**
     * What an item holds that was read.
     *
     * @throws WrongValue if it is not what was written
     */
    static SoakValue of(SoakKey key, Map<String, AttributeValue> item) {
        SoakValue value = parse(item.get(STAMP).s());
        AttributeValue body = item.get(BODY);
        AttributeValue data = item.get(DATA);
        if (body == null || data == null || !value.body(key).equals(body.s())) {
            throw new WrongValue(key + " of stamp " + value.stamp() + " has another text");
        }
        if (!Arrays.equals(value.data(key), data.b().asByteArrayUnsafe())) {
            throw new WrongValue(key + " of stamp " + value.stamp() + " has other bytes");
        }
        return value;
    }

    /** What was read was never written. */
    static final class WrongValue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongValue(String message) {
            super(message);
        }
    }
}
