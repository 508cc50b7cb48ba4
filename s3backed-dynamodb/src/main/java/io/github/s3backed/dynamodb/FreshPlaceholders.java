package io.github.s3backed.dynamodb;

import java.util.Set;

/** Names that the caller has not used: {@code <prefix>0}, {@code <prefix>1} and so on, without those taken. */
final class FreshPlaceholders {

    /** Of values in expressions. */
    static final String VALUE = ":s3backed";

    /** Of names in expressions. */
    static final String NAME = "#s3backed";

    private final String prefix;
    private final Set<String> taken;
    private int count;

    FreshPlaceholders(String prefix, Set<String> taken) {
        this.prefix = prefix;
        this.taken = Set.copyOf(taken);
    }

    /** Another one each time. */
    String next() {
        String placeholder = prefix + count++;
        while (taken.contains(placeholder)) {
            placeholder = prefix + count++;
        }
        return placeholder;
    }
}
