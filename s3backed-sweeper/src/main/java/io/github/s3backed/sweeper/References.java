package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobLocation;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Finds references into one store in an item, in whatever attribute and however deep: also where nobody declared any. What is
 * marked for nothing stays for nothing; what is overlooked is lost.
 */
final class References {

    private final String begin;

    References(BlobLocation store) {
        this.begin = store + "/";
    }

    /** Hands over the key of each. */
    void in(Map<String, AttributeValue> item, Consumer<String> keys) {
        item.values().forEach(value -> in(value, keys));
    }

    private void in(AttributeValue value, Consumer<String> keys) {
        switch (value.type()) {
            case S -> text(value.s(), keys);
            case SS -> value.ss().forEach(text -> text(text, keys));
            case L -> value.l().forEach(element -> in(element, keys));
            case M -> value.m().values().forEach(element -> in(element, keys));
            default -> {}
        }
    }

    // What Reference.parse reads as one into this store begins so, and goes on.
    private void text(String text, Consumer<String> keys) {
        if (text.length() > begin.length() && text.startsWith(begin)) {
            keys.accept(text.substring(begin.length()));
        }
    }
}
