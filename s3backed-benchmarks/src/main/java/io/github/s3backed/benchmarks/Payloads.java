package io.github.s3backed.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Payloads of exact sizes, the same in each run. */
final class Payloads {

    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;

    private static final String[] WORDS = {
        "order", "invoice", "delivered", "customer", "status", "pending", "warehouse", "quantity", "price", "currency",
        "address", "street", "reference", "comment", "discount", "tax", "shipping", "carrier", "tracking", "region"
    };

    private Payloads() {}

    /** Bytes that nothing makes smaller. */
    static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** JSON as services keep it: names that repeat, words, and numbers that do not. gzip makes a fifth of it. */
    static String json(int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(size + 256).append('[');
        while (text.length() < size) {
            Record record = record(random);
            text.append("{\"id\":").append(record.id()).append(",\"name\":\"").append(record.name());
            text.append("\",\"amount\":")
                    .append(record.amount())
                    .append(",\"note\":\"")
                    .append(record.note())
                    .append("\"},");
        }
        text.setLength(size - 1);
        return text.append(']').toString();
    }

    static byte[] jsonBytes(int size) {
        return json(size).getBytes(StandardCharsets.US_ASCII);
    }

    /** What Jackson makes objects of, of about so many bytes as JSON. */
    static List<Record> records(int size) {
        Random random = new Random(size);
        List<Record> records = new ArrayList<>();
        for (int length = 0; length < size; ) {
            Record record = record(random);
            records.add(record);
            length += 40 + record.name().length() + record.note().length() + 16;
        }
        return records;
    }

    /** One of many. */
    record Record(long id, String name, double amount, String note) {}

    private static Record record(Random random) {
        return new Record(
                random.nextLong() >>> 16, words(random, 2), random.nextInt(1_000_000) / 100.0, words(random, 6));
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
