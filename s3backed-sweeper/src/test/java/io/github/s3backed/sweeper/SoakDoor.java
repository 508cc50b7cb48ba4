package io.github.s3backed.sweeper;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The requests of a soak, on a client that blocks or on one that does not. */
record SoakDoor(
        Function<PutItemRequest, CompletionStage<PutItemResponse>> put,
        Function<UpdateItemRequest, CompletionStage<UpdateItemResponse>> update,
        Function<DeleteItemRequest, CompletionStage<DeleteItemResponse>> delete,
        Function<BatchWriteItemRequest, CompletionStage<BatchWriteItemResponse>> batchWrite,
        Function<TransactWriteItemsRequest, CompletionStage<TransactWriteItemsResponse>> transactWrite,
        Function<GetItemRequest, CompletionStage<GetItemResponse>> get,
        Function<BatchGetItemRequest, CompletionStage<BatchGetItemResponse>> batchGet,
        Function<QueryRequest, CompletionStage<QueryResponse>> query) {

    static SoakDoor over(DynamoDbClient client) {
        return new SoakDoor(
                request -> now(() -> client.putItem(request)),
                request -> now(() -> client.updateItem(request)),
                request -> now(() -> client.deleteItem(request)),
                request -> now(() -> client.batchWriteItem(request)),
                request -> now(() -> client.transactWriteItems(request)),
                request -> now(() -> client.getItem(request)),
                request -> now(() -> client.batchGetItem(request)),
                request -> now(() -> client.query(request)));
    }

    static SoakDoor over(DynamoDbAsyncClient client) {
        return new SoakDoor(
                client::putItem,
                client::updateItem,
                client::deleteItem,
                client::batchWriteItem,
                client::transactWriteItems,
                client::getItem,
                client::batchGetItem,
                client::query);
    }

    private static <T> CompletionStage<T> now(Supplier<T> call) {
        try {
            return CompletableFuture.completedFuture(call.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
