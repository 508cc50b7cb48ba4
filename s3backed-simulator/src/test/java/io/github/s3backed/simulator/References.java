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

    /** The keys of the objects that an item refers to, by attribute. */
    static Map<String, String> keysIn(Map<String, AttributeValue> item) {
        Map<String, String> keys = new LinkedHashMap<>();
        item.forEach((name, value) -> {
            String key = keyIn(value);
            if (key != null) {
                keys.put(name, key);
            }
        });
        return keys;
    }
}
