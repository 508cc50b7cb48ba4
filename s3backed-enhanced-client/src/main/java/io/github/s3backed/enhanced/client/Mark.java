package io.github.s3backed.enhanced.client;

import java.util.List;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/** Says in a schema's metadata that a getter with {@link S3Backed} is behind an attribute. */
record Mark(String attribute) {

    static String key(String attribute) {
        return S3Backed.class.getName() + ":" + attribute;
    }

    /** The attributes of a schema that an {@link S3Backed} getter is behind, whoever made the schema. */
    static List<String> in(TableSchema<?> schema) {
        return schema.tableMetadata().customMetadata().values().stream()
                .filter(Mark.class::isInstance)
                .map(mark -> ((Mark) mark).attribute())
                .sorted()
                .toList();
    }
}
