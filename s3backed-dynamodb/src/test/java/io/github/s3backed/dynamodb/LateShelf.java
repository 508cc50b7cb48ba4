package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;

import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.test.servers.HttpGate;
import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.HttpFaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Two tables with the keys {@code shelf} and {@code place} and the S3-backed attributes {@code body} (text), {@code note} (text, lazy),
 * {@code data} (JSON, lazy) and {@code movie} (streamed), over one client.
 */
final class LateShelf implements AutoCloseable {

    final String table;
    final String elsewhere;
    final String logicalName = "late-" + UUID.randomUUID();
    final HttpGate s3Gate = new HttpGate();
    final List<S3BackedEvent> events = new CopyOnWriteArrayList<>();
    final S3BackedDynamoDb s3backed;
    final Door.Client client;
    volatile HttpFaults.Plan dynamoDbPlan = (request, number) -> Fault.pass();
    volatile HttpFaults.Plan s3Plan = (request, number) -> Fault.pass();
    final FaultyClients dynamoDbFaults = FaultyClients.of((request, number) -> dynamoDbPlan.faultFor(request, number));
    final FaultyClients s3Faults = FaultyClients.of((request, number) -> s3Plan.faultFor(request, number))
            .behind(s3Gate);
    private final AwsBackend aws;
    private final S3Side.Opened store;
    private long s3Before;

    LateShelf(AwsBackend aws, Door door) {
        this(aws, door, settings -> settings, table -> table);
    }

    LateShelf(
            AwsBackend aws,
            Door door,
            UnaryOperator<S3BackedDynamoDb.Builder> settings,
            UnaryOperator<S3BackedTable.Builder> tableSettings) {
        this.aws = aws;
        this.table = createTable();
        this.elsewhere = createTable();
        this.store = (door == Door.ASYNC ? S3Side.ASYNC : S3Side.BLOCKING).open(aws, s3Faults);
        this.s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store.store())
                        .threshold(0)
                        .listener(events::add)
                        .table(tableSettings
                                .apply(registration(table).logicalName(logicalName))
                                .build())
                        .table(registration(elsewhere)
                                .logicalName(logicalName + "-elsewhere")
                                .build()))
                .build();
        this.client = door.open(aws, dynamoDbFaults, s3backed);
    }

    private static S3BackedTable.Builder registration(String name) {
        return S3BackedTable.builder(name)
                .partitionKey("shelf")
                .sortKey("place")
                .attribute(S3BackedAttribute.text("body").build())
                .attribute(S3BackedAttribute.text("note").lazy().build())
                .attribute(S3BackedAttribute.json("data").lazy().build())
                .attribute(S3BackedAttribute.streamed("movie").build());
    }

    private String createTable() {
        String name = aws.newTableName("late");
        aws.dynamoDb()
                .createTable(create -> create.tableName(name)
                        .keySchema(
                                key -> key.attributeName("shelf").keyType(KeyType.HASH),
                                key -> key.attributeName("place").keyType(KeyType.RANGE))
                        .attributeDefinitions(
                                shelf -> shelf.attributeName("shelf").attributeType(ScalarAttributeType.S),
                                place -> place.attributeName("place").attributeType(ScalarAttributeType.S))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(name));
        return name;
    }

    static Map<String, AttributeValue> item(int place, String name, AttributeValue value) {
        Map<String, AttributeValue> item = new HashMap<>(Shelf.key(place));
        item.put(name, value);
        return item;
    }

    static AttributeValue handle(Object payload) {
        return PayloadHandle.of(payload, () -> {
            throw new IllegalStateException("no native form");
        });
    }

    @SuppressWarnings("unchecked") // The tests know what their attributes hold.
    static LazyPayload<String> lazy(AttributeValue value) {
        return (LazyPayload<String>)
                PayloadHandle.in(value).map(PayloadHandle::value).orElseThrow();
    }

    static StreamedPayload streamed(AttributeValue value) {
        return (StreamedPayload)
                PayloadHandle.in(value).map(PayloadHandle::value).orElseThrow();
    }

    void put(Map<String, AttributeValue> item) {
        put(table, item);
    }

    void put(String into, Map<String, AttributeValue> item) {
        client.call(
                Operation.PUT_ITEM,
                PutItemRequest.builder().tableName(into).item(item).build());
    }

    Map<String, AttributeValue> get(int place) {
        return get(table, place);
    }

    Map<String, AttributeValue> get(String from, int place) {
        return client.call(
                        Operation.GET_ITEM,
                        GetItemRequest.builder()
                                .tableName(from)
                                .key(Shelf.key(place))
                                .consistentRead(true)
                                .build())
                .item();
    }

    /** Puts an item whose note is {@code text}, and returns the note as a reader gets it. */
    AttributeValue storedNote(int place, String text) {
        put(item(place, "note", s(text)));
        return get(place).get("note");
    }

    String text(int place) {
        return lazy(get(place).get("note")).get();
    }

    /** Counts the requests to S3 from here on. */
    void countS3() {
        s3Before = s3Faults.requests().size();
    }

    long s3Calls() {
        return s3Faults.requests().size() - s3Before;
    }

    List<String> s3Methods() {
        return s3Faults.requests().stream()
                .skip(s3Before)
                .map(request -> request.method()
                        + (request.firstMatchingHeader("x-amz-copy-source").isPresent() ? " copy" : ""))
                .toList();
    }

    long sent(String operation) {
        return dynamoDbFaults.requests().stream()
                .filter(request -> Bench.isTo(operation, request))
                .count();
    }

    /** What DynamoDB holds, seen by a client that knows nothing of this library. */
    Map<String, AttributeValue> raw(String from, int place) {
        return aws.dynamoDb()
                .getItem(get -> get.tableName(from).key(Shelf.key(place)).consistentRead(true))
                .item();
    }

    /** Changes an item behind the library's back. */
    void rawPut(Map<String, AttributeValue> item) {
        aws.dynamoDb().putItem(put -> put.tableName(table).item(item));
    }

    /** Removes an object behind the library's back. */
    void lose(String uri) {
        aws.s3()
                .deleteObject(delete ->
                        delete.bucket(aws.bucket()).key(uri.substring(("s3://" + aws.bucket() + "/").length())));
    }

    /** The payload objects of both tables, as URIs. */
    TreeSet<String> objects() {
        TreeSet<String> found = new TreeSet<>();
        aws.s3()
                .listObjectsV2Paginator(list -> list.bucket(aws.bucket()).prefix("s3backed/" + logicalName))
                .contents()
                .forEach(object -> found.add("s3://" + aws.bucket() + "/" + object.key()));
        return found;
    }

    /** Every reference that an item of the tables holds. */
    TreeSet<String> references() {
        TreeSet<String> found = new TreeSet<>();
        for (String each : List.of(table, elsewhere)) {
            aws.dynamoDb()
                    .scanPaginator(scan -> scan.tableName(each).consistentRead(true))
                    .items()
                    .forEach(item -> item.values().stream()
                            .filter(value -> value.s() != null && value.s().startsWith("s3://"))
                            .forEach(value -> found.add(value.s())));
        }
        return found;
    }

    <E extends S3BackedEvent> List<E> eventsSoFar(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        client.close();
        store.close();
        s3backed.close();
    }
}
