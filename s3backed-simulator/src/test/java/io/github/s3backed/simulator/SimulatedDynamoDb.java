package io.github.s3backed.simulator;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.*;

/** One actor's client of the modelled DynamoDB. It sends each request once, as the SDK does when it is told to. */
final class SimulatedDynamoDb implements DynamoDbAsyncClient {

    private static final Duration BACK_OFF = Duration.ofMillis(50);
    private static final DynamoDbServiceClientConfiguration[] CONFIGURATIONS = {
        configuration(1), configuration(2), configuration(3)
    };

    private final Simulation simulation;
    private final Actor actor;
    private final Table table;
    private final int attempts;

    SimulatedDynamoDb(Simulation simulation, Actor actor, Table table, int attempts) {
        this.simulation = simulation;
        this.actor = actor;
        this.table = table;
        this.attempts = attempts;
    }

    private static DynamoDbServiceClientConfiguration configuration(int attempts) {
        return (DynamoDbServiceClientConfiguration) DynamoDbServiceClientConfiguration.builder()
                .region(Region.EU_CENTRAL_1)
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(attempts)
                        .backoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(BACK_OFF))
                        .throttlingBackoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(BACK_OFF))
                        .circuitBreakerEnabled(false)
                        .build()))
                .build();
    }

    /** That of a client which tries three times. */
    static DynamoDbServiceClientConfiguration configuration() {
        return CONFIGURATIONS[2];
    }

    @Override
    public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
        return CONFIGURATIONS[attempts - 1];
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private <R> CompletableFuture<R> send(
            Kind kind, Paths paths, DynamoDbRequest request, Exchange.Service<R> service) {
        Set<String> references = kind.writesItems() ? new HashSet<>() : Set.of();
        if (kind.writesItems()) {
            collect(request, references);
        }
        return new Exchange<>(simulation, actor, kind, detail(references), paths, references, service).send();
    }

    private static String detail(Set<String> references) {
        return references.isEmpty() ? "" : " with " + references;
    }

    private static void collect(DynamoDbRequest request, Set<String> references) {
        if (request instanceof PutItemRequest put) {
            collect(put.item(), references);
        } else if (request instanceof UpdateItemRequest update) {
            collect(update.expressionAttributeValues(), references);
        } else if (request instanceof BatchWriteItemRequest batch) {
            batch.requestItems().values().stream()
                    .flatMap(List::stream)
                    .filter(write -> write.putRequest() != null)
                    .forEach(write -> collect(write.putRequest().item(), references));
        } else if (request instanceof TransactWriteItemsRequest transaction) {
            transaction.transactItems().forEach(item -> {
                if (item.put() != null) {
                    collect(item.put().item(), references);
                } else if (item.update() != null) {
                    collect(item.update().expressionAttributeValues(), references);
                }
            });
        }
    }

    private static void collect(Map<String, AttributeValue> values, Set<String> references) {
        values.values().forEach(value -> {
            @Nullable String key = References.keyIn(value);
            if (key != null) {
                references.add(key);
            }
        });
    }

    @Override
    public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
        return send(Kind.PUT_ITEM, Paths.WRITE, request, fate -> table.put(request));
    }

    @Override
    public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
        return send(Kind.UPDATE_ITEM, Paths.WRITE, request, fate -> table.update(request));
    }

    @Override
    public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
        return send(Kind.DELETE_ITEM, Paths.WRITE, request, fate -> table.delete(request));
    }

    @Override
    public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
        return send(Kind.BATCH_WRITE_ITEM, Paths.BATCH, request, fate -> table.batch(request, fate));
    }

    @Override
    public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(TransactWriteItemsRequest request) {
        return send(
                Kind.TRANSACT_WRITE_ITEMS,
                Paths.TRANSACTION,
                request,
                fate -> table.transact(request, simulation.now()));
    }

    @Override
    public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
        boolean consistent = Boolean.TRUE.equals(request.consistentRead());
        return send(
                Kind.GET_ITEM,
                consistent ? Paths.READ : Paths.STALE_READ,
                request,
                fate -> table.get(request, fate == Fate.STALE));
    }

    @Override
    public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
        return send(Kind.BATCH_GET_ITEM, Paths.BATCH_READ, request, fate -> table.batchGet(request, fate));
    }

    @Override
    public CompletableFuture<TransactGetItemsResponse> transactGetItems(TransactGetItemsRequest request) {
        return send(Kind.TRANSACT_GET_ITEMS, Paths.READ, request, fate -> table.transactGet(request));
    }

    @Override
    public CompletableFuture<QueryResponse> query(QueryRequest request) {
        return send(Kind.QUERY, Paths.READ, request, fate -> table.query(request));
    }

    @Override
    public CompletableFuture<ScanResponse> scan(ScanRequest request) {
        Kind kind = request.totalSegments() == null ? Kind.SCAN : Kind.SCAN_SEGMENT;
        return send(kind, Paths.READ, request, fate -> table.scan(request));
    }

    @Override
    public CompletableFuture<DescribeTableResponse> describeTable(DescribeTableRequest request) {
        DescribeTableResponse answer = DescribeTableResponse.builder()
                .table(described -> described
                        .tableName(request.tableName())
                        .tableArn("arn:aws:dynamodb:eu-central-1:123456789012:table/" + request.tableName())
                        .keySchema(KeySchemaElement.builder()
                                .attributeName(Table.KEY)
                                .keyType(KeyType.HASH)
                                .build()))
                .build();
        return simulation.hasFaultyRegistry()
                ? send(Kind.DESCRIBE_TABLE, Paths.READ, request, fate -> answer)
                : CompletableFuture.completedFuture(answer);
    }
}
