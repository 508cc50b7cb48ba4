package io.github.s3backed.dynamodb;

import io.github.s3backed.core.PreparedPayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item that is to be stored, its payloads encoded. Those that leave it are uploads by attribute. */
final class ItemWrite {

    private final Map<String, AttributeValue> item;
    private final Map<String, Upload> uploads;

    private ItemWrite(Map<String, AttributeValue> item, Map<String, Upload> uploads) {
        this.item = item;
        this.uploads = uploads;
    }

    /** Encodes the payloads of an item; nothing is stored. */
    static ItemWrite of(TablePlan table, Map<String, AttributeValue> given) {
        Map<String, AttributeValue> item = new HashMap<>(given);
        Map<String, Upload> uploads = new LinkedHashMap<>();
        for (String name : table.offloaded()) {
            AttributeValue value = given.get(name);
            if (value != null) {
                encode(table, table.keyOf(given), name, value).into(item, uploads);
            }
        }
        return new ItemWrite(item, uploads);
    }

    /**
     * Encodes the value of one attribute.
     *
     * @param key the item's primary key
     */
    static Encoded encode(TablePlan table, Map<String, AttributeValue> key, String name, AttributeValue given) {
        AttributePlan attribute = table.attribute(name);
        if (given.nul() != null) {
            return new Encoded(name, given, null);
        }
        if (attribute.writesNatively()) {
            return new Encoded(name, attribute.nativeForm(given), null);
        }
        PreparedPayload payload = attribute.prepare(given);
        return payload.inline()
                .map(inline -> new Encoded(name, AttributePlan.stored(inline), null))
                .orElseGet(() -> new Encoded(
                        name, given, new Upload(table.idOf(key), attribute, table.context(key, name), payload)));
    }

    List<Upload> uploads() {
        return new ArrayList<>(uploads.values());
    }

    Map<String, Upload> uploadsByAttribute() {
        return uploads;
    }

    /** The item as an attempt sends it. */
    Map<String, AttributeValue> with(Attempt attempt) {
        if (uploads.isEmpty()) {
            return item;
        }
        Map<String, AttributeValue> sent = new HashMap<>(item);
        uploads.forEach((name, upload) -> sent.put(name, attempt.reference(upload)));
        return sent;
    }

    /**
     * A value, encoded.
     *
     * @param value what the item holds, unless there is an upload
     */
    record Encoded(
            String attribute,
            AttributeValue value,
            @Nullable Upload upload) {

        void into(Map<String, AttributeValue> item, Map<String, Upload> uploads) {
            if (upload == null) {
                item.put(attribute, value);
            } else {
                uploads.put(attribute, upload);
            }
        }
    }
}
