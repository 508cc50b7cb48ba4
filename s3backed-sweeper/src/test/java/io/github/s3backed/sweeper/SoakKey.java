package io.github.s3backed.sweeper;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which item. */
record SoakKey(SoakPlace place, String group, String id) {

    Map<String, AttributeValue> attributes() {
        return Map.of("group", Field.s(group), "id", Field.s(id));
    }

    static SoakKey of(SoakPlace place, Map<String, AttributeValue> item) {
        return new SoakKey(place, item.get("group").s(), item.get("id").s());
    }

    @Override
    public String toString() {
        return place.table() + "/" + group + "/" + id;
    }
}
