package io.github.s3backed.dynamodb;

import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The tables that a request on items names. */
final class TableNames {

    private TableNames() {}

    /** Names and ARNs as the request has them; empty for requests that know nothing of items. */
    static Stream<String> of(DynamoDbRequest request) {
        return all(request).filter(Objects::nonNull);
    }

    private static Stream<String> all(DynamoDbRequest request) {
        if (request instanceof GetItemRequest get) {
            return Stream.of(get.tableName());
        }
        if (request instanceof PutItemRequest put) {
            return Stream.of(put.tableName());
        }
        if (request instanceof UpdateItemRequest update) {
            return Stream.of(update.tableName());
        }
        if (request instanceof DeleteItemRequest delete) {
            return Stream.of(delete.tableName());
        }
        if (request instanceof QueryRequest query) {
            return Stream.of(query.tableName());
        }
        if (request instanceof ScanRequest scan) {
            return Stream.of(scan.tableName());
        }
        if (request instanceof BatchGetItemRequest batch) {
            return batch.requestItems().keySet().stream();
        }
        if (request instanceof BatchWriteItemRequest batch) {
            return batch.requestItems().keySet().stream();
        }
        if (request instanceof TransactGetItemsRequest transaction) {
            return transaction.transactItems().stream().map(item -> item.get().tableName());
        }
        if (request instanceof TransactWriteItemsRequest transaction) {
            return transaction.transactItems().stream().map(TableNames::of);
        }
        return Stream.empty();
    }

    private static String of(TransactWriteItem item) {
        if (item.put() != null) {
            return item.put().tableName();
        }
        if (item.update() != null) {
            return item.update().tableName();
        }
        if (item.delete() != null) {
            return item.delete().tableName();
        }
        return item.conditionCheck() == null ? "" : item.conditionCheck().tableName();
    }
}
