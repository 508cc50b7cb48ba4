package io.github.s3backed.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as a caller sees it.
 *
 * @param n the attribute that is not S3-backed, and another after each write
 * @param body S3-backed
 * @param note S3-backed as well
 */
record Shown(
        @Nullable String n, @Nullable String body, @Nullable String note) {

    /** Of an item of a response; null if there is none. */
    static @Nullable Shown of(Map<String, AttributeValue> item) {
        return item.isEmpty() ? null : new Shown(text(item.get("n")), text(item.get("body")), text(item.get("note")));
    }

    private static @Nullable String text(@Nullable AttributeValue value) {
        return value == null ? null : value.s();
    }

    /** Of an item as the table holds it; null if there is none. */
    static @Nullable Shown of(Map<String, AttributeValue> item, Bucket bucket) {
        return item.isEmpty()
                ? null
                : new Shown(text(item.get("n")), payload(item.get("body"), bucket), payload(item.get("note"), bucket));
    }

    private static @Nullable String payload(@Nullable AttributeValue stored, Bucket bucket) {
        String key = stored == null ? null : References.keyIn(stored);
        return key == null ? text(stored) : bucket.everStored(key);
    }
}
