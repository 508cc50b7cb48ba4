package io.github.s3backed.simulator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The modelled DynamoDB as code in lock-step sees it, over either client. */
record BlockingDynamoDb(SimulatedDynamoDb client, LockStep lockStep) {

    private <T> CompletableFuture<T> awaited(CompletableFuture<T> future) {
        lockStep.await(future);
        return future;
    }

    /** Whose futures are complete. */
    DynamoDbAsyncClient async() {
        return new DynamoDbAsyncClient() {
            @Override
            public CompletableFuture<ScanResponse> scan(ScanRequest request) {
                return awaited(client.scan(request));
            }

            @Override
            public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
                return awaited(client.describeTable(request));
            }

            @Override
            public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
                return client.serviceClientConfiguration();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    /** Whose calls wait. */
    DynamoDbClient blocking() {
        return new DynamoDbClient() {
            @Override
            public GetItemResponse getItem(GetItemRequest request) {
                return join(client.getItem(request));
            }

            @Override
            public DescribeTableResponse describeTable(DescribeTableRequest request) {
                return join(client.describeTable(request));
            }

            @Override
            public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
                return client.serviceClientConfiguration();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    private <T> T join(CompletableFuture<T> future) {
        try {
            return awaited(future).get();
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
