package io.github.s3backed.enhanced.client;

import java.util.List;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTag;

/**
 * Says in a schema's metadata that a getter with {@link S3Backed} is behind an attribute, so that a schema which was made
 * from ours, and stores the attribute inline, is found.
 */
record Mark(String attribute) {

    static StaticAttributeTag tag() {
        return (attribute, type) -> metadata ->
                metadata.addCustomMetadataObject(S3Backed.class.getName() + ":" + attribute, new Mark(attribute));
    }

    static List<String> in(TableSchema<?> schema) {
        return schema.tableMetadata().customMetadata().values().stream()
                .filter(Mark.class::isInstance)
                .map(mark -> ((Mark) mark).attribute())
                .sorted()
                .toList();
    }
}
