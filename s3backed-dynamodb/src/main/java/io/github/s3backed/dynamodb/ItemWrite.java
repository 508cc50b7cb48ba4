package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item that is to be stored. */
final class ItemWrite {

    private final Map<String, AttributeValue> given;
    private final List<EncodedValue> values;

    private ItemWrite(Map<String, AttributeValue> given, List<EncodedValue> values) {
        this.given = given;
        this.values = values;
    }

    /** Encodes the payloads of an item; nothing is stored. */
    static ItemWrite of(TablePlan table, Map<String, AttributeValue> given) {
        List<EncodedValue> values = new ArrayList<>();
        for (String name : table.offloaded()) {
            AttributeValue value = given.get(name);
            if (value != null) {
                values.add(EncodedValue.of(table, table.keyOf(given), name, value));
            }
        }
        return new ItemWrite(given, values);
    }

    List<EncodedValue> values() {
        return values;
    }

    /** The item as an attempt sends it. */
    Map<String, AttributeValue> with(Attempt attempt) {
        if (values.isEmpty()) {
            return given;
        }
        Map<String, AttributeValue> sent = new HashMap<>(given);
        values.forEach(value -> sent.put(value.attribute(), value.sent(attempt)));
        return sent;
    }
}
