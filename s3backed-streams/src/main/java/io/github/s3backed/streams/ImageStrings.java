package io.github.s3backed.streams;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every string in an item, in whatever attribute and however deep: any may be a reference. */
final class ImageStrings {

    private final Set<String> found = new HashSet<>();

    private ImageStrings() {}

    /**
     * The strings of an item.
     *
     * @throws IllegalArgumentException if it holds a value of a type that this version of the SDK does not know, and in which
     *     there may be others
     */
    static Set<String> of(Map<String, AttributeValue> item) {
        ImageStrings strings = new ImageStrings();
        item.values().forEach(strings::add);
        return strings.found;
    }

    private void add(AttributeValue value) {
        switch (value.type()) {
            case S -> found.add(value.s());
            case SS -> found.addAll(value.ss());
            case L -> value.l().forEach(this::add);
            case M -> value.m().values().forEach(this::add);
            case N, NS, B, BS, BOOL, NUL -> {}
            default ->
                throw new IllegalArgumentException("The item holds a value of a type that this version of the SDK"
                        + " does not know, and which may hold references. Update software.amazon.awssdk:dynamodb.");
        }
    }
}
