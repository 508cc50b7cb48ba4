package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;

import io.github.s3backed.test.servers.AwsBackend;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What the servers hold, seen by clients that know nothing of this library. One table and one bucket for all rows. */
final class MatrixServers {

    private final AwsBackend aws;
    private final String table;
    private final String logicalName = "matrix-" + UUID.randomUUID();
    private final AtomicInteger rows = new AtomicInteger();

    MatrixServers(AwsBackend aws) {
        this.aws = aws;
        this.table = aws.newTableName("matrix");
        aws.bucket();
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

    MatrixClients clients() {
        return new MatrixClients(aws, table, logicalName);
    }

    MatrixItems newItems() {
        return new MatrixItems(table, "row" + rows.incrementAndGet());
    }

    /** The references that items hold, by the names of the items. */
    private Map<String, List<String>> referencesByName(MatrixItems items, List<String> names) {
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(names.stream().map(items::key).toList())
                .consistentRead(true)
                .build();
        Map<String, List<String>> found = new HashMap<>();
        aws.dynamoDb()
                .batchGetItem(get -> get.requestItems(Map.of(table, keys)))
                .responses()
                .get(table)
                .forEach(item -> found.put(
                        items.nameOf(item.get("id").s()),
                        item.values().stream()
                                .map(AttributeValue::s)
                                .filter(value -> value != null && value.startsWith("s3://"))
                                .toList()));
        return found;
    }

    /** The references that items hold. */
    TreeSet<String> references(MatrixItems items, List<String> names) {
        TreeSet<String> found = new TreeSet<>();
        referencesByName(items, names).values().forEach(found::addAll);
        return found;
    }

    /** The names of items by the part of their objects' keys that stands for them. */
    Map<String, String> places(MatrixItems items, List<String> names) {
        Map<String, String> places = new HashMap<>();
        referencesByName(items, names)
                .forEach((name, references) ->
                        references.forEach(reference -> places.put(reference.split("/")[5], name)));
        return places;
    }

    /** The objects under these parts of keys. */
    TreeSet<String> objects(Collection<String> places) {
        TreeSet<String> found = new TreeSet<>();
        places.forEach(place -> aws.s3()
                .listObjectsV2Paginator(
                        list -> list.bucket(aws.bucket()).prefix("s3backed/" + logicalName + "/" + place + "/"))
                .contents()
                .forEach(object -> found.add("s3://" + aws.bucket() + "/" + object.key())));
        return found;
    }

    /** Makes a condition on the attribute {@code n} fail. */
    void spoil(Map<String, AttributeValue> key) {
        aws.dynamoDb()
                .updateItem(update -> update.tableName(table)
                        .key(key)
                        .updateExpression("SET n = :n")
                        .expressionAttributeValues(Map.of(":n", s("9"))));
    }

    /** So that scans stay short. */
    void remove(MatrixItems items, List<String> names) {
        List<WriteRequest> deletes = names.stream()
                .map(name -> WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(items.key(name)))
                        .build())
                .toList();
        aws.dynamoDb().batchWriteItem(write -> write.requestItems(Map.of(table, deletes)));
    }
}
