package io.github.s3backed.streams;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
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
        return record.eventNameAsString();
    }

    /** Whether there was an item before, which the record's write has changed or deleted. */
    boolean mayRelease() {
        return record.eventName() != OperationType.INSERT;
    }

    /** Whether DynamoDB deleted an item because its time had come (Developer Guide, "DynamoDB Streams and Time to Live"). */
    boolean isExpiry() {
        Identity by = record.userIdentity();
        return record.eventName() == OperationType.REMOVE
                && by != null
                && "Service".equals(by.type())
                && "dynamodb.amazonaws.com".equals(by.principalId());
    }

    /** The item as it was, with its key. */
    Map<String, AttributeValue> before() {
        Map<String, AttributeValue> item = new HashMap<>(data().oldImage());
        item.putAll(data().keys());
        return item;
    }
}
