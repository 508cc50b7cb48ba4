package io.github.s3backed.core;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a key template may hold between braces. */
public enum Placeholder {
    /** The payload's fingerprint: 64 lowercase hexadecimal digits. Required. */
    FINGERPRINT("fingerprint", "[0-9a-f]{64}", 64),
    /** A name for one attempt of one write: 32 lowercase hexadecimal digits. Makes a template exclusive. */
    WRITE_ID("writeId", "[0-9a-f]{32}", 32),
    /** The table's logical name, encoded. */
    TABLE("table", KeyEncoding.ALPHABET + "+", 0),
    /** A hash of table and primary key: 32 lowercase hexadecimal digits. */
    ITEM("item", "[0-9a-f]{32}", 32),
    /** The value of the partition key, type-tagged and encoded. */
    PARTITION_KEY("partitionKey", "[SNB]-" + KeyEncoding.ALPHABET + "*", 0),
    /** The value of the sort key, type-tagged and encoded. */
    SORT_KEY("sortKey", "[SNB]-" + KeyEncoding.ALPHABET + "*", 0),
    /** The attribute's name, encoded. */
    ATTRIBUTE("attribute", KeyEncoding.ALPHABET + "+", 0),
    /** When the current epoch began, by the store's clock: 10 digits of seconds since 1970. */
    EPOCH("epoch", "[0-9]{10}", 10);

    private final String label;
    private final String pattern;
    private final int length;

    Placeholder(String label, String pattern, int length) {
        this.label = label;
        this.pattern = pattern;
        this.length = length;
    }

    static Optional<Placeholder> of(String label) {
        return Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Placeholder::toString).collect(Collectors.joining(", "));
    }

    String pattern() {
        return pattern;
    }

    /** The number of characters that it stands for, or 0 where that varies. */
    int length() {
        return length;
    }

    /** The placeholder as it is written in a template, such as {@code {fingerprint}}. */
    @Override
    public String toString() {
        return "{" + label + "}";
    }
}
