package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.RegisteredTable;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What is asked of DynamoDB, over either client. Calls wait, and throw the client's own exceptions. */
interface TableClient {

    String region();

    TableDescription describe(String table);

    ScanResponse scan(ScanRequest request);

    GetItemResponse get(GetItemRequest request);

    AttributeRewriter rewriter(S3BackedDynamoDb s3backed);

    /** Makes every store of the registrations know their tables. */
    void enterStores(S3BackedDynamoDb s3backed);

    static TableClient over(DynamoDbClient client) {
        return new TableClient() {
            @Override
            public String region() {
                return regionOf(client.serviceClientConfiguration());
            }

            @Override
            public TableDescription describe(String table) {
                return client.describeTable(
                                DescribeTableRequest.builder().tableName(table).build())
                        .table();
            }

            @Override
            public ScanResponse scan(ScanRequest request) {
                return client.scan(request);
            }

            @Override
            public GetItemResponse get(GetItemRequest request) {
                return client.getItem(request);
            }

            @Override
            public AttributeRewriter rewriter(S3BackedDynamoDb s3backed) {
                return s3backed.rewriter(client);
            }

            @Override
            public void enterStores(S3BackedDynamoDb s3backed) {
                s3backed.enterStores(client);
            }
        };
    }

    static TableClient over(DynamoDbAsyncClient client) {
        return new TableClient() {
            @Override
            public String region() {
                return regionOf(client.serviceClientConfiguration());
            }

            @Override
            public TableDescription describe(String table) {
                return join(client.describeTable(
                                DescribeTableRequest.builder().tableName(table).build()))
                        .table();
            }

            @Override
            public ScanResponse scan(ScanRequest request) {
                return join(client.scan(request));
            }

            @Override
            public GetItemResponse get(GetItemRequest request) {
                return join(client.getItem(request));
            }

            @Override
            public AttributeRewriter rewriter(S3BackedDynamoDb s3backed) {
                return s3backed.rewriter(client);
            }

            @Override
            public void enterStores(S3BackedDynamoDb s3backed) {
                s3backed.enterStores(client);
            }
        };
    }

    private static String regionOf(AwsServiceClientConfiguration configuration) {
        return configuration.region() == null
                ? RegisteredTable.UNKNOWN
                : configuration.region().id();
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw Waiting.unchecked(e);
        }
    }
}
