package io.github.s3backed.simulator;

/** The kinds of requests, by the names of the services. */
enum Kind {
    PUT_ITEM("PutItem"),
    UPDATE_ITEM("UpdateItem"),
    DELETE_ITEM("DeleteItem"),
    BATCH_WRITE_ITEM("BatchWriteItem"),
    TRANSACT_WRITE_ITEMS("TransactWriteItems"),
    GET_ITEM("GetItem"),
    BATCH_GET_ITEM("BatchGetItem"),
    QUERY("Query"),
    SCAN("Scan"),
    SCAN_SEGMENT("Scan of a segment"),
    TRANSACT_GET_ITEMS("TransactGetItems"),
    DESCRIBE_TABLE("DescribeTable"),
    PUT_OBJECT("PutObject"),
    PUT_NEW_OBJECT("PutObject if absent"),
    COPY_OBJECT("CopyObject"),
    GET_OBJECT("GetObject"),
    HEAD_OBJECT("HeadObject"),
    DELETE_OBJECT("DeleteObject"),
    LIST_OBJECTS("ListObjects"),
    LIST_VERSIONS("ListObjectVersions"),
    GET_VERSIONING("GetBucketVersioning"),
    DELETE_OBJECTS("DeleteObjects"),
    DELETE_VERSIONS("DeleteObjects by version");

    final String text;

    Kind(String text) {
        this.text = text;
    }

    boolean isOfDynamoDb() {
        return compareTo(PUT_OBJECT) < 0;
    }

    boolean writesItems() {
        return compareTo(TRANSACT_WRITE_ITEMS) <= 0;
    }
}
