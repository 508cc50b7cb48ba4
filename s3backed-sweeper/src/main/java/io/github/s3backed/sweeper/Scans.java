package io.github.s3backed.sweeper;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Requests to scan. */
final class Scans {

    private Scans() {}

    /**
     * A page of whole items, as they are when it is read.
     *
     * @param limit of items; null for as many as fit
     * @param lastKey null for the first page
     */
    static ScanRequest page(
            String table,
            int segment,
            int segments,
            @Nullable Integer limit,
            @Nullable Map<String, AttributeValue> lastKey) {
        return ScanRequest.builder()
                .tableName(table)
                .segment(segment)
                .totalSegments(segments)
                .limit(limit)
                .exclusiveStartKey(lastKey)
                .consistentRead(true)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build();
    }

    /**
     * A scan that a wrapped client refuses, because it names its attributes in the old way. Through a wrapped client every
     * reference would look like a payload, and every object like an orphan.
     */
    static ScanRequest probe(String table, String keyAttribute) {
        return ScanRequest.builder()
                .tableName(table)
                .attributesToGet(keyAttribute)
                .limit(1)
                .consistentRead(true)
                .build();
    }

    /** What a refusal of that scan means. */
    static String wrapped(String table) {
        return "Table '" + table
                + "' would be scanned with a wrapped client, which shows payloads and no references. Give"
                + " the client that was wrapped.";
    }

    /** In capacity units. */
    static double consumed(ScanResponse page) {
        return page.consumedCapacity() == null || page.consumedCapacity().capacityUnits() == null
                ? 0
                : page.consumedCapacity().capacityUnits();
    }
}
