package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.HttpFaults;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * A table of a real DynamoDB and a store in memory, with hooks before both, so that a test can arrange an order of events.
 * The table is as {@link Bench} has it.
 */
final class Rig implements AutoCloseable {

    final AwsBackend aws;
    final Door door;
    final String table;
    final MemoryBlobStore memory;
    final HookedBlobStore store;
    final Tap tap = new Tap();
    final HttpFaults.Plan[] plan = {(request, number) -> Fault.pass()};
    final FaultyClients faults = FaultyClients.of((request, number) -> plan[0].faultFor(request, number));
    final List<S3BackedEvent> events = new CopyOnWriteArrayList<>();
    final S3BackedDynamoDb s3backed;
    /** Another writer's client, without hooks before DynamoDB. */
    final DynamoDbClient other;

    private final DynamoDbClient blocking;
    private final DynamoDbAsyncClient async;

    Rig(AwsBackend aws, Door door) {
        this(aws, door, settings -> settings, table -> table, client -> client);
    }

    Rig(
            AwsBackend aws,
            Door door,
            UnaryOperator<S3BackedDynamoDb.Builder> settings,
            UnaryOperator<S3BackedTable.Builder> tableSettings,
            UnaryOperator<ClientOverrideConfiguration.Builder> clientSettings) {
        this(aws, door, MemoryBlobStore.create("rig"), settings, tableSettings, clientSettings);
    }

    Rig(
            AwsBackend aws,
            Door door,
            MemoryBlobStore memory,
            UnaryOperator<S3BackedDynamoDb.Builder> settings,
            UnaryOperator<S3BackedTable.Builder> tableSettings,
            UnaryOperator<ClientOverrideConfiguration.Builder> clientSettings) {
        this.aws = aws;
        this.door = door;
        this.memory = memory;
        this.store = new HookedBlobStore(memory);
        this.table = createTable(aws);
        this.s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .threshold(0)
                        .listener(events::add)
                        .table(tableSettings.apply(tableNamed(table)).build()))
                .build();
        ClientOverrideConfiguration overrides =
                clientSettings.apply(ClientOverrideConfiguration.builder()).build();
        this.blocking = s3backed.wrap(tap.in(
                DynamoDbClient.class,
                aws.dynamoDbBuilder()
                        .overrideConfiguration(overrides)
                        .httpClientBuilder(faults.blocking())
                        .build()));
        this.async = s3backed.wrap(tap.in(
                DynamoDbAsyncClient.class,
                aws.dynamoDbAsyncBuilder()
                        .overrideConfiguration(overrides)
                        .httpClientBuilder(faults.async())
                        .build()));
        this.other = s3backed.wrap(aws.dynamoDb());
    }

    static S3BackedTable.Builder tableNamed(String name) {
        return S3BackedTable.builder(name)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build())
                .attribute(S3BackedAttribute.binary("image").build());
    }

    static String createTable(AwsBackend aws) {
        String name = aws.newTableName("rig");
        aws.dynamoDb()
                .createTable(create -> create.tableName(name)
                        .keySchema(Keys.partition("id"))
                        .attributeDefinitions(Keys.text("id"))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(name));
        return name;
    }

    /** The operation that a request asks for, such as {@code PutItem}. */
    static boolean asksFor(String operation, SdkHttpRequest request) {
        return request.firstMatchingHeader("X-Amz-Target").orElse("").endsWith("." + operation);
    }

    DynamoDbClient blocking() {
        return blocking;
    }

    DynamoDbAsyncClient async() {
        return async;
    }

    <Q, R> CompletableFuture<R> start(Operation<Q, R> operation, Q request) {
        CompletableFuture<R> started = door == Door.ASYNC
                ? operation.async().apply(async, request)
                : CompletableFuture.supplyAsync(() -> operation.blocking().apply(blocking, request));
        return started.orTimeout(30, TimeUnit.SECONDS);
    }

    /** Waits, and throws what the operation failed with. */
    <Q, R> R call(Operation<Q, R> operation, Q request) {
        if (door == Door.BLOCKING) {
            return operation.blocking().apply(blocking, request);
        }
        try {
            return start(operation, request).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
        }
    }

    PutItemRequest putRequest(String id, String body) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(Map.of("id", s(id), "body", s(body)))
                .build();
    }

    void put(String id, String body) {
        other.putItem(putRequest(id, body));
    }

    /** The item as a wrapped client reads it. */
    Map<String, AttributeValue> get(String id) {
        return other.getItem(GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("id", s(id)))
                        .consistentRead(true)
                        .build())
                .item();
    }

    /** What DynamoDB holds, seen by a client that knows nothing of this library. */
    Map<String, AttributeValue> stored(String id) {
        return new TreeMap<>(aws.dynamoDb()
                .getItem(get -> get.tableName(table).key(Map.of("id", s(id))).consistentRead(true))
                .item());
    }

    /** The payload objects, as URIs. */
    Set<String> objects() {
        return memory.keys().stream()
                .filter(HookedBlobStore::isPayload)
                .map(key -> memory.location() + "/" + key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every reference that an item of the table holds. */
    Set<String> references() {
        Set<String> found = new TreeSet<>();
        aws.dynamoDb()
                .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> item.values().stream()
                        .filter(value -> value.s() != null && value.s().startsWith("mem://"))
                        .forEach(value -> found.add(value.s())));
        return found;
    }

    @Override
    public void close() {
        blocking.close();
        async.close();
        s3backed.close();
    }
}
