package io.github.s3backed.streams;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.s3.S3Client;

/** A real table with a stream, a real bucket, a wrapped client that writes and a plain one that coordinates nothing. */
final class StreamedTable implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    final AwsBackend aws;
    final String name;
    final S3BlobStore store;
    final S3BackedDynamoDb s3backed;
    final DynamoDbClient plain;
    final DynamoDbClient wrapped;

    StreamedTable(AwsBackend aws) {
        this(aws, StreamViewType.NEW_AND_OLD_IMAGES, settings -> settings, table -> table, aws.s3());
    }

    StreamedTable(
            AwsBackend aws,
            StreamViewType view,
            UnaryOperator<S3BackedDynamoDb.Builder> settings,
            UnaryOperator<S3BackedTable.Builder> registration,
            S3Client s3) {
        this.aws = aws;
        this.name = create(aws, view);
        this.store = S3BlobStore.create(s3, aws.bucket());
        S3BackedTable.Builder table = S3BackedTable.builder(name)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build());
        this.s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .threshold(0)
                        .table(registration.apply(table).build()))
                .build();
        this.plain = aws.dynamoDb();
        this.wrapped = s3backed.wrap(plain);
    }

    private static String create(AwsBackend aws, StreamViewType view) {
        String name = aws.newTableName("streamed");
        aws.dynamoDb()
                .createTable(request -> request.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .streamSpecification(
                                stream -> stream.streamEnabled(true).streamViewType(view))
                        .attributeDefinitions(key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                        .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)));
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(name));
        return name;
    }

    StreamHandler.Builder handler() {
        return StreamHandler.builder().s3backed(s3backed).dynamoDbClient(plain);
    }

    StreamReport handle(List<Record> records) {
        return handler().build().handle(name, records);
    }

    /** Writes an item through the wrapped client, and returns its reference. */
    Reference write(String id, String body) {
        wrapped.putItem(request -> request.tableName(name).item(Map.of("id", s(id), "body", s(body))));
        return Reference.parse(raw(id).get("body").s());
    }

    Map<String, AttributeValue> raw(String id) {
        return plain.getItem(request -> request.tableName(name).key(key(id)).consistentRead(true))
                .item();
    }

    /** Puts an item as somebody does who coordinates nothing. */
    void putRaw(String id, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.put("id", s(id));
        plain.putItem(request -> request.tableName(name).item(item));
    }

    /** Deletes an item as somebody does who coordinates nothing. */
    void deleteRaw(String id) {
        plain.deleteItem(request -> request.tableName(name).key(key(id)));
    }

    void putObject(Reference reference) {
        store.put(
                        reference.key(),
                        BlobContent.of("some bytes".getBytes(StandardCharsets.UTF_8)),
                        new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                        PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
    }

    boolean holds(Reference reference) {
        return store.head(reference.key()).toCompletableFuture().join().isPresent();
    }

    /** All records of the stream, once there are so many. */
    List<Record> records(int expected) {
        Instant end = Instant.now().plus(PATIENCE);
        List<Record> records = read();
        while (records.size() < expected && Instant.now().isBefore(end)) {
            records = read();
        }
        if (records.size() != expected) {
            throw new AssertionError(
                    "Expected " + expected + " records, and there are " + records.size() + ": " + records);
        }
        return records;
    }

    /** Those that tell of a change or a deletion, once there are so many records in all. */
    List<Record> changes(int expected) {
        return records(expected).stream()
                .filter(record -> record.eventName() != OperationType.INSERT)
                .toList();
    }

    List<Record> read() {
        String arn = streamArn();
        List<Record> records = new ArrayList<>();
        aws.dynamoDbStreams()
                .describeStream(request -> request.streamArn(arn))
                .streamDescription()
                .shards()
                .forEach(shard -> records.addAll(read(arn, shard.shardId())));
        return records;
    }

    private List<Record> read(String arn, String shard) {
        List<Record> records = new ArrayList<>();
        String iterator = aws.dynamoDbStreams()
                .getShardIterator(request ->
                        request.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        int before = -1;
        while (iterator != null && before < records.size()) {
            before = records.size();
            String next = iterator;
            var page = aws.dynamoDbStreams().getRecords(request -> request.shardIterator(next));
            records.addAll(page.records());
            iterator = page.nextShardIterator();
        }
        return records;
    }

    String streamArn() {
        return plain.describeTable(request -> request.tableName(name)).table().latestStreamArn();
    }

    /** The record as DynamoDB would have written it if the item had expired. */
    static Record byExpiry(Record record) {
        return record.toBuilder()
                .userIdentity(by -> by.type("Service").principalId("dynamodb.amazonaws.com"))
                .build();
    }

    static Map<String, AttributeValue> key(String id) {
        return Map.of("id", s(id));
    }

    static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    @Override
    public void close() {
        s3backed.close();
    }
}
