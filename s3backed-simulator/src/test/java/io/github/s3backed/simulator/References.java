package io.github.s3backed.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The references of the simulated bucket. */
final class References {

    static final String BUCKET = "b";
    private static final String PREFIX = "s3://" + BUCKET + "/";

    private References() {}

    /** The key of the object that a value refers to; null if it is no reference. */
    static @Nullable String keyIn(AttributeValue value) {
        String text = value.s();
        return text != null && text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : null;
    }

    /** The keys of the objects that an item refers to, by where it does: also from within lists and maps. */
    static Map<String, String> keysIn(Map<String, AttributeValue> item) {
        Map<String, String> keys = new LinkedHashMap<>();
        item.forEach((name, value) -> collect(name, value, keys));
        return keys;
    }

    private static void collect(String where, AttributeValue value, Map<String, String> keys) {
        String key = keyIn(value);
        if (key != null) {
            keys.put(where, key);
        }
        if (value.hasL()) {
            value.l().forEach(element -> collect(where + "[" + keys.size() + "]", element, keys));
        }
        if (value.hasM()) {
            value.m().forEach((name, element) -> collect(where + "." + name, element, keys));
        }
    }
}
