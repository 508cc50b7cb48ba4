package io.github.s3backed.sweeper;

import io.github.s3backed.core.Fingerprint;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyPart;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.test.servers.AwsBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table of a real DynamoDB, a store in memory with a clock that a test sets, and a sweeper of both. */
final class Field implements AutoCloseable {

    static final Duration OLD = Duration.ofHours(25);

    final AwsBackend aws;
    final StoreClock clock = new StoreClock();
    final MemoryBlobStore memory = MemoryBlobStore.create("field", clock);
    final String table;
    final S3BackedDynamoDb s3backed;
    final DynamoDbClient wrapped;
    final Path folder;
    final Path log;

    Field(AwsBackend aws, Path temporary) {
        this(aws, temporary, settings -> settings);
    }

    Field(AwsBackend aws, Path temporary, UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        this.aws = aws;
        this.table = createTable(aws);
        this.s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(memory)
                        .threshold(0)
                        .table(tableNamed(table)))
                .build();
        this.wrapped = s3backed.wrap(aws.dynamoDb());
        this.folder = temporary.resolve("state");
        this.log = temporary.resolve("deletions.log");
    }

    static S3BackedTable tableNamed(String name) {
        return described(name).build();
    }

    static S3BackedTable.Builder described(String name) {
        return S3BackedTable.builder(name)
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build());
    }

    static String createTable(AwsBackend aws) {
        String name = aws.newTableName("sweep");
        aws.dynamoDb()
                .createTable(request -> request.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                        .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)));
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(name));
        return name;
    }

    /** Writes an item through the wrapped client, and returns the key of its object. */
    String write(String id) {
        wrapped.putItem(request -> request.tableName(table).item(Map.of("id", s(id), "body", s("the body of " + id))));
        return Reference.parse(raw(id).get("body").s()).key();
    }

    Map<String, AttributeValue> raw(String id) {
        return aws.dynamoDb()
                .getItem(request ->
                        request.tableName(table).key(Map.of("id", s(id))).consistentRead(true))
                .item();
    }

    void putRaw(Map<String, AttributeValue> item) {
        aws.dynamoDb().putItem(request -> request.tableName(table).item(item));
    }

    /** Stores an object as a write does whose item never came to be. */
    String orphan(String id) {
        return orphan(id, table);
    }

    String orphan(String id, String logicalName) {
        String key = keyOf(id, logicalName);
        put(memory, key);
        return key;
    }

    String keyOf(String id, String logicalName) {
        byte[] random = new byte[48];
        new Random(id.hashCode()).nextBytes(random);
        String hex = HexFormat.of().formatHex(random);
        KeyContext context = KeyContext.builder()
                .table(logicalName)
                .partitionKey(KeyPart.string(id))
                .attribute("body")
                .build();
        return KeyTemplate.EXCLUSIVE.render(fingerprint(hex.substring(0, 64)), hex.substring(64), context);
    }

    private static Fingerprint fingerprint(String hex) {
        return new Fingerprint(hex);
    }

    static void put(BlobStore store, String key) {
        store.put(
                        key,
                        BlobContent.of("some bytes".getBytes(StandardCharsets.UTF_8)),
                        new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                        PutMode.OVERWRITE)
                .toCompletableFuture()
                .join();
    }

    String reference(String key) {
        return memory.location() + "/" + key;
    }

    /** A sweeper of the memory, which deletes. */
    Sweeper.Builder sweeper() {
        return sweeper(memory);
    }

    Sweeper.Builder sweeper(ListableBlobStore store) {
        return dryRun(store).deleteAndLogTo(log);
    }

    Sweeper.Builder dryRun(ListableBlobStore store) {
        return Sweeper.builder()
                .store(store)
                .tables(s3backed, aws.dynamoDb())
                .stateFolder(folder)
                .segments(2);
    }

    List<String> loggedLines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    static Map<String, AttributeValue> item(String id, String name, AttributeValue value) {
        return new HashMap<>(Map.of("id", s(id), name, value));
    }

    @Override
    public void close() {
        s3backed.close();
    }
}
