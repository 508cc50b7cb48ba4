package io.github.s3backed.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** A record, and the stream that it is from. */
record SourcedRecord(StreamSource source, Record record) {

    String table() {
        return source.table();
    }

    StreamRecord data() {
        return record.dynamodb();
    }

    String operation() {
        return Objects.requireNonNullElse(record.eventNameAsString(), "unknown");
    }

    /** Whether there was an item before, which the record's write has changed or deleted. */
    boolean mayRelease() {
        return data().hasOldImage();
    }

    /** Whether DynamoDB deleted an item because its time had come (Developer Guide, "DynamoDB Streams and Time to Live"). */
    boolean isExpiry() {
        Identity by = record.userIdentity();
        return by != null && "Service".equals(by.type()) && "dynamodb.amazonaws.com".equals(by.principalId());
    }

    /** The item as it was, with its key. */
    Map<String, AttributeValue> before() {
        Map<String, AttributeValue> item = new HashMap<>(data().oldImage());
        item.putAll(data().keys());
        return item;
    }
}
