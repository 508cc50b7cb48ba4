package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Answers as it was told, in order, and at once; notes what it was asked. Its client tries three times. */
final class ScriptedDynamoDb implements DynamoDbAsyncClient {

    final List<DynamoDbRequest> requests = new ArrayList<>();
    private final Deque<Function<DynamoDbRequest, ?>> answers = new ArrayDeque<>();

    /** What is answered next: a response, an error, or a future of either. */
    ScriptedDynamoDb then(Object answer) {
        answers.add(request -> answer);
        return this;
    }

    ScriptedDynamoDb then(Function<DynamoDbRequest, ?> answer) {
        answers.add(answer);
        return this;
    }

    <Q extends DynamoDbRequest> List<Q> requests(Class<Q> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private <R> CompletableFuture<R> answer(DynamoDbRequest request, Class<R> type) {
        requests.add(request);
        if (answers.isEmpty()) {
            throw new AssertionError("Nothing is scripted for " + request);
        }
        Object answer = answers.poll().apply(request);
        if (answer instanceof CompletableFuture<?> later) {
            return later.thenApply(type::cast);
        }
        return answer instanceof Throwable failure
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(type.cast(answer));
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return answer(request, PutItemResponse.class);
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        return answer(request, UpdateItemResponse.class);
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return answer(request, DeleteItemResponse.class);
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return answer(request, BatchWriteItemResponse.class);
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        return answer(request, TransactWriteItemsResponse.class);
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        return answer(request, GetItemResponse.class);
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return answer(request, BatchGetItemResponse.class);
    }

    @Override
    public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
        return CompletableFuture.completedFuture(DescribeTableResponse.builder()
                .table(table -> table.tableName(request.tableName())
                        .tableArn("arn:aws:dynamodb:eu-central-1:123456789012:table/" + request.tableName())
                        .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)))
                .build());
    }

    @Override
    public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
        return (DynamoDbServiceClientConfiguration) DynamoDbServiceClientConfiguration.builder()
                .region(Region.EU_CENTRAL_1)
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(3)
                        .backoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(1)))
                        .throttlingBackoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(2)))
                        .build()))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
