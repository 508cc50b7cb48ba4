package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.test.servers.HttpGate;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.HttpFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A table with the keys {@code shelf} and {@code place} and the S3-backed attributes {@code body} (text) and {@code image}
 * (bytes), a bucket's corner of its own, and a wrapped client; gates and faults between each client and its server.
 */
final class Shelf implements AutoCloseable {

    /** Longer than anything here takes, on a machine that is busy with other things. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final String table;
    final String logicalName;
    final HttpGate dynamoDbGate = new HttpGate();
    final HttpGate s3Gate = new HttpGate();
    final FaultyClients dynamoDbFaults;
    final FaultyClients s3Faults;
    final List<S3BackedEvent> events = new CopyOnWriteArrayList<>();
    final S3BackedDynamoDb s3backed;
    final Door.Client client;
    volatile HttpFaults.Plan dynamoDbPlan = (request, number) -> Fault.pass();
    volatile HttpFaults.Plan s3Plan = (request, number) -> Fault.pass();
    private final AwsBackend aws;
    private final S3Side.Opened store;

    Shelf(AwsBackend aws, Door door, S3Side side) {
        this(aws, door, side, settings -> settings);
    }

    Shelf(AwsBackend aws, Door door, S3Side side, UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        this(aws, door, side, settings, aws.newTableName("shelf"), "shelf-" + UUID.randomUUID());
        createTable();
    }

    private Shelf(
            AwsBackend aws,
            Door door,
            S3Side side,
            UnaryOperator<S3BackedDynamoDb.Builder> settings,
            String table,
            String logicalName) {
        this.aws = aws;
        this.table = table;
        this.logicalName = logicalName;
        this.dynamoDbFaults = FaultyClients.of((request, number) -> dynamoDbPlan.faultFor(request, number))
                .behind(dynamoDbGate);
        this.s3Faults = FaultyClients.of((request, number) -> s3Plan.faultFor(request, number))
                .behind(s3Gate);
        this.store = side.open(aws, s3Faults);
        this.s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store.store())
                        .threshold(0)
                        .listener(events::add)
                        .table(S3BackedTable.builder(table)
                                .partitionKey("shelf")
                                .sortKey("place")
                                .logicalName(logicalName)
                                .attribute(S3BackedAttribute.text("body").build())
                                .attribute(S3BackedAttribute.binary("image").build())
                                .build()))
                .build();
        this.client = door.open(aws, dynamoDbFaults, s3backed);
    }

    /** Somebody else, with clients of their own, who uses the same table. */
    Shelf other(Door door, S3Side side) {
        return new Shelf(aws, door, side, settings -> settings, table, logicalName);
    }

    private void createTable() {
        aws.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .keySchema(
                                key -> key.attributeName("shelf").keyType(KeyType.HASH),
                                key -> key.attributeName("place").keyType(KeyType.RANGE))
                        .attributeDefinitions(
                                shelf -> shelf.attributeName("shelf").attributeType(ScalarAttributeType.S),
                                place -> place.attributeName("place").attributeType(ScalarAttributeType.S))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(table));
    }

    static Map<String, AttributeValue> key(int place) {
        return Map.of("shelf", s("one"), "place", s(String.format("%03d", place)));
    }

    static Map<String, AttributeValue> item(int place, String text) {
        return Map.of("shelf", s("one"), "place", key(place).get("place"), "body", s(text), "note", s("of " + text));
    }

    static Map<String, AttributeValue> item(int place, byte[] image) {
        return Map.of(
                "shelf",
                s("one"),
                "place",
                key(place).get("place"),
                "image",
                AttributeValue.fromB(SdkBytes.fromByteArray(image)));
    }

    PutItemRequest putRequest(int place, String text) {
        return PutItemRequest.builder().tableName(table).item(item(place, text)).build();
    }

    void put(int place, String text) {
        client.call(Operation.PUT_ITEM, putRequest(place, text));
    }

    GetItemRequest getRequest(int place) {
        return GetItemRequest.builder().tableName(table).key(key(place)).build();
    }

    Map<String, AttributeValue> get(int place) {
        return client.call(Operation.GET_ITEM, getRequest(place)).item();
    }

    /** All items, in the order of their places. */
    QueryRequest queryRequest() {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("shelf = :s")
                .expressionAttributeValues(Map.of(":s", s("one")))
                .build();
    }

    BatchWriteItemRequest batchRequest(List<Map<String, AttributeValue>> items) {
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(
                        table,
                        items.stream()
                                .map(item -> WriteRequest.builder()
                                        .putRequest(put -> put.item(item))
                                        .build())
                                .toList()))
                .build();
    }

    /** What DynamoDB holds, seen by a client that knows nothing of this library. */
    Map<String, AttributeValue> stored(int place) {
        return aws.dynamoDb()
                .getItem(get -> get.tableName(table).key(key(place)).consistentRead(true))
                .item();
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

    /** Removes an object behind the library's back. */
    void lose(String uri) {
        aws.s3()
                .deleteObject(delete ->
                        delete.bucket(aws.bucket()).key(uri.substring(("s3://" + aws.bucket() + "/").length())));
    }

    /** The operations that DynamoDB was asked for so far, such as {@code PutItem}, attempt by attempt. */
    List<String> dynamoDbCalls() {
        return dynamoDbFaults.requests().stream().map(Shelf::operation).toList();
    }

    static String operation(SdkHttpRequest request) {
        String target = request.firstMatchingHeader("X-Amz-Target").orElse("");
        return target.substring(target.indexOf('.') + 1);
    }

    /** How often S3 was asked with this method. */
    // Without what the SDK repeats by itself: the server may break a connection after a 404.
    long s3Calls(String method) {
        return s3Faults.requests().stream()
                .filter(request -> request.method().name().equals(method))
                .filter(request -> request.firstMatchingHeader("amz-sdk-request")
                        .orElse("")
                        .startsWith("attempt=1"))
                .count();
    }

    /** The events of one kind so far, once there is one. */
    <E extends S3BackedEvent> List<E> awaitEvents(Class<E> kind) {
        eventually(() -> events.stream().anyMatch(kind::isInstance));
        return eventsSoFar(kind);
    }

    <E extends S3BackedEvent> List<E> eventsSoFar(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits for what happens on another thread and cannot be latched. */
    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It has not happened within " + PATIENCE + ".");
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void close() {
        client.close();
        store.close();
        s3backed.close();
    }
}
