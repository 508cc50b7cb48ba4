package io.github.s3backed.dynamodb;

import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.test.servers.HttpGate;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.HttpFaults;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A table with the key {@code id} and the S3-backed attributes {@code body} (text), {@code meta} (JSON) and {@code image}
 * (bytes), a bucket's corner of its own, and a wrapped client over HTTP clients that can fail.
 */
final class Bench implements AutoCloseable {

    final String table;
    final String logicalName;
    final HttpFaults.Plan[] dynamoDbPlan = {(request, number) -> Fault.pass()};
    final HttpFaults.Plan[] s3Plan = {(request, number) -> Fault.pass()};
    final HttpGate dynamoDbGate = new HttpGate();
    final HttpGate s3Gate = new HttpGate();
    final FaultyClients dynamoDbFaults = FaultyClients.of(
                    (request, number) -> dynamoDbPlan[0].faultFor(request, number))
            .behind(dynamoDbGate);
    final FaultyClients s3Faults = FaultyClients.of((request, number) -> s3Plan[0].faultFor(request, number))
            .behind(s3Gate);
    final List<S3BackedEvent> events = new CopyOnWriteArrayList<>();
    final S3BackedDynamoDb s3backed;
    final Door.Client client;
    private final AwsBackend aws;
    private final S3Client s3;

    Bench(AwsBackend aws, Door door) {
        this(aws, door, settings -> settings, table -> table);
    }

    Bench(
            AwsBackend aws,
            Door door,
            UnaryOperator<S3BackedDynamoDb.Builder> settings,
            UnaryOperator<S3BackedTable.Builder> tableSettings) {
        this.aws = aws;
        this.table = aws.newTableName("bench");
        this.logicalName = "bench-" + UUID.randomUUID();
        aws.bucket();
        createTable();
        this.s3 = aws.s3Builder().httpClientBuilder(s3Faults.blocking()).build();
        this.s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(S3BlobStore.create(s3, aws.bucket()))
                        .threshold(0)
                        .listener(events::add)
                        .table(tableSettings
                                .apply(S3BackedTable.builder(table)
                                        .partitionKey("id")
                                        .logicalName(logicalName)
                                        .attribute(
                                                S3BackedAttribute.text("body").build())
                                        .attribute(
                                                S3BackedAttribute.json("meta").build())
                                        .attribute(S3BackedAttribute.binary("image")
                                                .build()))
                                .build()))
                .build();
        this.client = door.open(aws, dynamoDbFaults, s3backed);
    }

    private void createTable() {
        aws.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(table));
    }

    void put(Map<String, AttributeValue> item) {
        client.call(
                Operation.PUT_ITEM,
                PutItemRequest.builder().tableName(table).item(item).build());
    }

    CompletableFuture<PutItemResponse> startPut(Map<String, AttributeValue> item) {
        return client.start(
                Operation.PUT_ITEM,
                PutItemRequest.builder().tableName(table).item(item).build());
    }

    Map<String, AttributeValue> get(String id) {
        return client.call(
                        Operation.GET_ITEM,
                        GetItemRequest.builder()
                                .tableName(table)
                                .key(Map.of("id", s(id)))
                                .consistentRead(true)
                                .build())
                .item();
    }

    /** How many requests for an operation were sent to DynamoDB, with their repetitions. */
    long sent(String operation) {
        return dynamoDbFaults.requests().stream()
                .filter(request -> isTo(operation, request))
                .count();
    }

    /** How many payloads were uploaded, or tried to be. */
    long uploads() {
        return s3Faults.requests().stream()
                .filter(request -> request.method() == SdkHttpMethod.PUT)
                .filter(request -> request.encodedPath().contains("/" + logicalName + "/"))
                .filter(request -> !request.encodedPath().contains("/.registry/"))
                .count();
    }

    long deletes() {
        return s3Faults.requests().stream()
                .filter(request -> request.method() == SdkHttpMethod.DELETE)
                .count();
    }

    static boolean isTo(String operation, SdkHttpRequest request) {
        return request.firstMatchingHeader("X-Amz-Target").orElse("").endsWith("." + operation);
    }

    /** What DynamoDB holds, seen by a client that knows nothing of this library. */
    Map<String, AttributeValue> stored(String id) {
        return new TreeMap<>(aws.dynamoDb()
                .getItem(get -> get.tableName(table).key(Map.of("id", s(id))).consistentRead(true))
                .item());
    }

    /** The payload objects in the bucket that belong to this table, as URIs. */
    TreeSet<String> objects() {
        TreeSet<String> found = new TreeSet<>();
        aws.s3()
                .listObjectsV2Paginator(list -> list.bucket(aws.bucket()).prefix("s3backed/" + logicalName + "/"))
                .contents()
                .forEach(object -> found.add("s3://" + aws.bucket() + "/" + object.key()));
        return found;
    }

    /** Every reference that an item of the table holds. */
    TreeSet<String> references() {
        TreeSet<String> found = new TreeSet<>();
        aws.dynamoDb()
                .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> item.values().stream()
                        .filter(value -> value.s() != null && value.s().startsWith("s3://"))
                        .forEach(value -> found.add(value.s())));
        return found;
    }

    static AttributeValue s(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue b(byte... value) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }

    /** An item with all three attributes. */
    static Map<String, AttributeValue> item(String id, String text) {
        return Map.of(
                "id", s(id), "body", s(text), "meta", s("{\"text\":\"" + text + "\"}"), "image", b((byte) 1, (byte) 2));
    }

    @Override
    public void close() {
        client.close();
        s3.close();
        s3backed.close();
    }
}
