package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.DeclaredTable;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.S3BackedTable;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table that was declared, and the client that it is scanned with: one of a region's. */
record ScannedTable(DeclaredTable declared, TableClient client) {

    String name() {
        return declared.table().name();
    }

    /** The primary key of an item. */
    Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        S3BackedTable shape = declared.table();
        Map<String, AttributeValue> key = new HashMap<>();
        key.put(shape.partitionKey(), item.get(shape.partitionKey()));
        shape.sortKey().ifPresent(sort -> key.put(sort, item.get(sort)));
        return key;
    }

    /**
     * Whether this is the table of an entry in a store's registry.
     *
     * @param account this table's
     * @param unknownIsOurs whether what an entry does not say is taken to be as it is here
     */
    boolean covers(RegisteredTable entry, String account, boolean unknownIsOurs) {
        return agrees(entry.account(), account, unknownIsOurs)
                && agrees(entry.region(), client.region(), unknownIsOurs)
                && entry.name().equals(name())
                && (entry.logicalName().equals(declared.table().logicalName())
                        || declared.table().formerLogicalNames().contains(entry.logicalName()));
    }

    private static boolean agrees(String said, String actual, boolean unknownIsOurs) {
        return said.equals(actual) && !said.equals(RegisteredTable.UNKNOWN)
                || unknownIsOurs && (said.equals(RegisteredTable.UNKNOWN) || actual.equals(RegisteredTable.UNKNOWN));
    }
}
