package io.github.s3backed.dynamodb;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * An operation of either client.
 *
 * @param name as AWS writes it
 */
record Operation<Q, R>(
        String name,
        BiFunction<DynamoDbClient, Q, R> blocking,
        BiFunction<DynamoDbAsyncClient, Q, CompletableFuture<R>> async) {

    static final Operation<PutItemRequest, PutItemResponse> PUT_ITEM =
            new Operation<>("PutItem", DynamoDbClient::putItem, DynamoDbAsyncClient::putItem);
    static final Operation<UpdateItemRequest, UpdateItemResponse> UPDATE_ITEM =
            new Operation<>("UpdateItem", DynamoDbClient::updateItem, DynamoDbAsyncClient::updateItem);
    static final Operation<DeleteItemRequest, DeleteItemResponse> DELETE_ITEM =
            new Operation<>("DeleteItem", DynamoDbClient::deleteItem, DynamoDbAsyncClient::deleteItem);
    static final Operation<BatchWriteItemRequest, BatchWriteItemResponse> BATCH_WRITE_ITEM =
            new Operation<>("BatchWriteItem", DynamoDbClient::batchWriteItem, DynamoDbAsyncClient::batchWriteItem);
    static final Operation<TransactWriteItemsRequest, TransactWriteItemsResponse> TRANSACT_WRITE_ITEMS =
            new Operation<>(
                    "TransactWriteItems", DynamoDbClient::transactWriteItems, DynamoDbAsyncClient::transactWriteItems);
    static final Operation<GetItemRequest, GetItemResponse> GET_ITEM =
            new Operation<>("GetItem", DynamoDbClient::getItem, DynamoDbAsyncClient::getItem);
    static final Operation<BatchGetItemRequest, BatchGetItemResponse> BATCH_GET_ITEM =
            new Operation<>("BatchGetItem", DynamoDbClient::batchGetItem, DynamoDbAsyncClient::batchGetItem);
    static final Operation<QueryRequest, QueryResponse> QUERY =
            new Operation<>("Query", DynamoDbClient::query, DynamoDbAsyncClient::query);
    static final Operation<ScanRequest, ScanResponse> SCAN =
            new Operation<>("Scan", DynamoDbClient::scan, DynamoDbAsyncClient::scan);
    static final Operation<TransactGetItemsRequest, TransactGetItemsResponse> TRANSACT_GET_ITEMS = new Operation<>(
            "TransactGetItems", DynamoDbClient::transactGetItems, DynamoDbAsyncClient::transactGetItems);
    static final Operation<DescribeTableRequest, DescribeTableResponse> DESCRIBE_TABLE =
            new Operation<>("DescribeTable", DynamoDbClient::describeTable, DynamoDbAsyncClient::describeTable);
    static final Operation<DescribeTimeToLiveRequest, DescribeTimeToLiveResponse> DESCRIBE_TIME_TO_LIVE =
            new Operation<>(
                    "DescribeTimeToLive", DynamoDbClient::describeTimeToLive, DynamoDbAsyncClient::describeTimeToLive);
}
