package io.github.s3backed.dynamodb;

import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Calls the operation that a request is of. */
final class OnClient {

    private static final Map<Class<?>, BiFunction<DynamoDbClient, DynamoDbRequest, Object>> CALLS = Map.of(
            GetItemRequest.class, (client, request) -> client.getItem((GetItemRequest) request),
            PutItemRequest.class, (client, request) -> client.putItem((PutItemRequest) request),
            UpdateItemRequest.class, (client, request) -> client.updateItem((UpdateItemRequest) request),
            DeleteItemRequest.class, (client, request) -> client.deleteItem((DeleteItemRequest) request),
            QueryRequest.class, (client, request) -> client.query((QueryRequest) request),
            ScanRequest.class, (client, request) -> client.scan((ScanRequest) request),
            BatchGetItemRequest.class, (client, request) -> client.batchGetItem((BatchGetItemRequest) request),
            BatchWriteItemRequest.class, (client, request) -> client.batchWriteItem((BatchWriteItemRequest) request),
            TransactGetItemsRequest.class,
                    (client, request) -> client.transactGetItems((TransactGetItemsRequest) request),
            TransactWriteItemsRequest.class,
                    (client, request) -> client.transactWriteItems((TransactWriteItemsRequest) request));

    private OnClient() {}

    static Object call(DynamoDbClient client, DynamoDbRequest request) {
        return CALLS.get(request.getClass()).apply(client, request);
    }
}
