package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.item;
import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** The guide's list of permissions is what was seen on the wire: of each kind of request, when it succeeds and when not. */
class IamTest {

    private static final AwsBackend AWS = AwsBackend.embedded();
    private static final String BEGIN = "<!-- iam -->\n";
    private static final String END = "<!-- /iam -->\n";

    /** Transactions have no action of their own (Amazon DynamoDB Developer Guide, "Using IAM with DynamoDB transactions"). */
    private static final Map<String, List<String>> PARTS = Map.of(
            "TransactWriteItems", List.of("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"),
            "TransactGetItems", List.of("GetItem"));

    private final String table = AWS.newTableName("iam");
    private final String logicalName = "iam-" + UUID.randomUUID();

    @AfterAll
    static void close() {
        AWS.close();
    }

    @Test
    void theGuideListsTheActionsThatAreSeen() throws IOException {
        createTable();
        String guide = Files.readString(Path.of(System.getProperty("s3backed.root"), "docs", "guide.md"));
        String listed = guide.substring(guide.indexOf(BEGIN) + BEGIN.length(), guide.indexOf(END));

        assertThat(listed).isEqualTo(render(features()));
    }

    private Map<String, Consumer<DynamoDbClient>> features() {
        Map<String, Consumer<DynamoDbClient>> features = new LinkedHashMap<>();
        features.put("PutItem", this::putItem);
        features.put("UpdateItem", this::updateItem);
        features.put("DeleteItem", this::deleteItem);
        features.put("BatchWriteItem", this::batchWriteItem);
        features.put("TransactWriteItems", this::transactWriteItems);
        features.put("GetItem", this::getItem);
        features.put("BatchGetItem", this::batchGetItem);
        features.put("TransactGetItems", this::transactGetItems);
        features.put("Query", this::query);
        features.put("Scan", this::scan);
        return features;
    }

    private void putItem(DynamoDbClient client) {
        client.putItem(put -> put.tableName(table).item(item("1", "new")));
        catchThrowable(() -> client.putItem(
                put -> put.tableName(table).item(item("1", "newer")).conditionExpression("attribute_not_exists(id)")));
    }

    private void updateItem(DynamoDbClient client) {
        for (ReturnValue returned : ReturnValue.knownValues()) {
            client.updateItem(update -> update.tableName(table)
                    .key(key("1"))
                    .updateExpression("SET body = :new")
                    .expressionAttributeValues(Map.of(":new", s("new")))
                    .returnValues(returned));
        }
    }

    private void deleteItem(DynamoDbClient client) {
        client.deleteItem(delete -> delete.tableName(table).key(key("1")).returnValues(ReturnValue.ALL_OLD));
    }

    private void batchWriteItem(DynamoDbClient client) {
        client.batchWriteItem(batch -> batch.requestItems(Map.of(
                table,
                List.of(
                        WriteRequest.builder()
                                .putRequest(PutRequest.builder()
                                        .item(item("1", "new"))
                                        .build())
                                .build(),
                        WriteRequest.builder()
                                .deleteRequest(
                                        DeleteRequest.builder().key(key("2")).build())
                                .build()))));
    }

    private void transactWriteItems(DynamoDbClient client) {
        client.transactWriteItems(transaction -> transaction.transactItems(List.of(
                TransactWriteItem.builder()
                        .put(Put.builder()
                                .tableName(table)
                                .item(item("1", "new"))
                                .build())
                        .build(),
                TransactWriteItem.builder()
                        .update(Update.builder()
                                .tableName(table)
                                .key(key("2"))
                                .updateExpression("SET body = :new")
                                .expressionAttributeValues(Map.of(":new", s("new")))
                                .build())
                        .build(),
                TransactWriteItem.builder()
                        .delete(Delete.builder().tableName(table).key(key("3")).build())
                        .build(),
                TransactWriteItem.builder()
                        .conditionCheck(ConditionCheck.builder()
                                .tableName(table)
                                .key(key("4"))
                                .conditionExpression("attribute_exists(id)")
                                .build())
                        .build())));
    }

    private void getItem(DynamoDbClient client) {
        client.getItem(get -> get.tableName(table).key(key("1")));
        catchThrowable(() -> client.getItem(get -> get.tableName(table).key(key("lost"))));
    }

    private void batchGetItem(DynamoDbClient client) {
        catchThrowable(() -> client.batchGetItem(batch -> batch.requestItems(Map.of(
                table,
                KeysAndAttributes.builder().keys(List.of(key("1"), key("lost"))).build()))));
    }

    private void transactGetItems(DynamoDbClient client) {
        catchThrowable(() ->
                client.transactGetItems(transaction -> transaction.transactItems(List.of(get("1"), get("lost")))));
    }

    private TransactGetItem get(String id) {
        return TransactGetItem.builder()
                .get(Get.builder().tableName(table).key(key(id)).build())
                .build();
    }

    private void query(DynamoDbClient client) {
        for (String id : List.of("1", "lost")) {
            catchThrowable(() -> client.query(query -> query.tableName(table)
                    .keyConditionExpression("id = :id")
                    .expressionAttributeValues(Map.of(":id", s(id)))));
        }
    }

    private void scan(DynamoDbClient client) {
        catchThrowable(() -> client.scan(scan -> scan.tableName(table)));
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", s(id));
    }

    private String render(Map<String, Consumer<DynamoDbClient>> features) {
        String rows = features.entrySet().stream()
                .map(feature -> row("`" + feature.getKey() + "`", seen(feature.getValue())))
                .collect(Collectors.joining());
        return "| for | on the table: `dynamodb:` | on the bucket: `s3:` |\n|---|---|---|\n" + rows
                + row("`copyItem`", seenByTransfer(S3BackedDynamoDb::copyItem))
                + row("`moveItem`", seenByTransfer(S3BackedDynamoDb::moveItem))
                + row("`check`", seenByCheck());
    }

    private static String row(String feature, Seen seen) {
        return "| " + feature + " | " + String.join(", ", seen.dynamoDb()) + " | " + String.join(", ", seen.s3())
                + " |\n";
    }

    private Seen seen(Consumer<DynamoDbClient> feature) {
        seed();
        return seen((s3backed, client) -> feature.accept(s3backed.wrap(client)));
    }

    private Seen seenByTransfer(Transfer transfer) {
        seed();
        AWS.dynamoDb().deleteItem(delete -> delete.tableName(table).key(key("5")));
        return seen((s3backed, client) -> {
            transfer.run(
                    s3backed,
                    client,
                    ItemCopy.from(table, key("1")).to(table, key("5")).build());
        });
    }

    /** One of the two ways. */
    private interface Transfer {
        boolean run(S3BackedDynamoDb s3backed, DynamoDbClient client, ItemCopy copy);
    }

    private Seen seenByCheck() {
        return seen((s3backed, client) -> s3backed.check(client).requireHealthy());
    }

    /** Items 1 to 4, and one whose objects are lost. */
    private void seed() {
        seen((s3backed, client) -> {
            DynamoDbClient wrapped = s3backed.wrap(client);
            List.of("1", "2", "3", "4", "lost")
                    .forEach(id -> wrapped.putItem(put -> put.tableName(table).item(item(id, "old"))));
            client.getItem(get -> get.tableName(table).key(key("lost"))).item().values().stream()
                    .filter(value -> value.s() != null && value.s().startsWith("s3://"))
                    .map(value -> value.s().substring(("s3://" + AWS.bucket() + "/").length()))
                    .forEach(lost -> AWS.s3()
                            .deleteObject(delete -> delete.bucket(AWS.bucket()).key(lost)));
        });
    }

    /** With clients that know nothing yet of the table and the store. */
    private Seen seen(BiConsumer<S3BackedDynamoDb, DynamoDbClient> use) {
        FaultyClients dynamoDb = FaultyClients.inOrder();
        FaultyClients blobs = FaultyClients.inOrder();
        try (DynamoDbClient client = AWS.dynamoDbBuilder()
                        .httpClientBuilder(dynamoDb.blocking())
                        .build();
                S3Client s3 =
                        AWS.s3Builder().httpClientBuilder(blobs.blocking()).build();
                S3BlobStore store = S3BlobStore.create(s3, AWS.bucket());
                S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .threshold(0)
                        .listener(event -> {})
                        .table(S3BackedTable.builder(table)
                                .partitionKey("id")
                                .logicalName(logicalName)
                                .attribute(S3BackedAttribute.text("body").build())
                                .attribute(S3BackedAttribute.json("meta").build())
                                .attribute(S3BackedAttribute.binary("image").build())
                                .build())
                        .build()) {
            use.accept(s3backed, client);
        }
        return new Seen(actions(dynamoDb, IamTest::dynamoDbActions), actions(blobs, IamTest::s3Actions));
    }

    private static Set<String> actions(FaultyClients seen, Function<SdkHttpRequest, List<String>> actionsOf) {
        return seen.requests().stream()
                .flatMap(request -> actionsOf.apply(request).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> dynamoDbActions(SdkHttpRequest request) {
        String target = request.firstMatchingHeader("X-Amz-Target").orElseThrow();
        String operation = target.substring(target.indexOf('.') + 1);
        return PARTS.getOrDefault(operation, List.of(operation));
    }

    private static List<String> s3Actions(SdkHttpRequest request) {
        String path = request.encodedPath();
        boolean ofObject = path.indexOf('/', 1) > 0 && !path.endsWith("/");
        return switch (request.method()) {
            case PUT -> List.of("PutObject");
            case DELETE -> List.of("DeleteObject");
            // To be told that an object is not there.
            case GET, HEAD -> ofObject ? List.of("GetObject", "ListBucket") : ofBucket(request);
            default -> throw new AssertionError("Which action permits " + request + "?");
        };
    }

    private static List<String> ofBucket(SdkHttpRequest request) {
        if (request.method() == SdkHttpMethod.HEAD) {
            return List.of("ListBucket");
        }
        assertThat(request.rawQueryParameters()).containsKey("versioning");
        return List.of("GetBucketVersioning");
    }

    private void createTable() {
        AWS.dynamoDb()
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
        AWS.bucket();
    }

    /** Sorted names of actions. */
    private record Seen(Set<String> dynamoDb, Set<String> s3) {}
}
