package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.store.s3.S3BlobStore;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The library as its users call it, over one bucket. Attributes are named as the compressors of their payloads. */
final class Ours implements AutoCloseable {

    private final S3BlobStore asyncStore;
    private final S3BlobStore store;
    private final S3BackedDynamoDb overAsync;
    private final S3BackedDynamoDb overBlocking;
    private final DynamoDbAsyncClient async;
    private final DynamoDbClient blocking;

    Ours(Bed bed, String bucket) {
        asyncStore = S3BlobStore.create(bed.s3Async(), bucket);
        store = S3BlobStore.create(bed.s3(), bucket);
        overAsync = coordinated(asyncStore);
        overBlocking = coordinated(store);
        async = overAsync.wrap(bed.dynamoDbAsync());
        blocking = overBlocking.wrap(bed.dynamoDb());
    }

    private static S3BackedDynamoDb coordinated(S3BlobStore store) {
        return S3BackedDynamoDb.builder()
                .blobStore(store)
                .concurrency(Bed.CONNECTIONS)
                .table(S3BackedTable.builder(Bed.TABLE)
                        .partitionKey("id")
                        .sortKey("n")
                        .attribute(binary("identity"))
                        .attribute(binary("gzip"))
                        .attribute(binary("zstd"))
                        .attribute(binary("lz4"))
                        .build())
                .build();
    }

    private static S3BackedAttribute binary(String compressor) {
        return S3BackedAttribute.binary(compressor).compressor(compressor).build();
    }

    DynamoDbAsyncClient async() {
        return async;
    }

    DynamoDbClient blocking() {
        return blocking;
    }

    S3BlobStore asyncStore() {
        return asyncStore;
    }

    /** The way to S3 and back alone, without DynamoDB. */
    <T> PayloadPipeline<T> pipeline(PayloadSerializer<T> serializer, String compressor) {
        return pipeline(asyncStore, serializer, compressor);
    }

    <T> PayloadPipeline<T> blockingPipeline(PayloadSerializer<T> serializer, String compressor) {
        return pipeline(store, serializer, compressor);
    }

    private static <T> PayloadPipeline<T> pipeline(
            S3BlobStore store, PayloadSerializer<T> serializer, String compressor) {
        return PayloadPipeline.builder(serializer)
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("pipeline/{fingerprint}-{writeId}"))
                .compressor(compressor)
                .build();
    }

    PayloadPipeline<byte[]> bytes(String compressor) {
        return pipeline(new BinarySerializer(), compressor);
    }

    static <T> CompletionStage<T> load(PayloadPipeline<T> pipeline, StoredPayload stored) {
        return pipeline.loadAsync(stored, KeyContext.empty());
    }

    CompletableFuture<?> putItem(String attribute, byte[] bytes) {
        return async.putItem(
                put -> put.tableName(Bed.TABLE).item(item(UUID.randomUUID().toString(), 0, attribute, bytes)));
    }

    void putItemBlocking(String attribute, byte[] bytes) {
        blocking.putItem(
                put -> put.tableName(Bed.TABLE).item(item(UUID.randomUUID().toString(), 0, attribute, bytes)));
    }

    /** Makes what the other methods read. */
    void store(String id, int number, String attribute, byte[] bytes) {
        blocking.putItem(put -> put.tableName(Bed.TABLE).item(item(id, number, attribute, bytes)));
    }

    CompletableFuture<?> getItem(String id) {
        return async.getItem(get -> get.tableName(Bed.TABLE).key(ByHand.key(id)));
    }

    byte[] getItemBlocking(String id, String attribute) {
        return blocking.getItem(get -> get.tableName(Bed.TABLE).key(ByHand.key(id)))
                .item()
                .get(attribute)
                .b()
                .asByteArrayUnsafe();
    }

    static Map<String, AttributeValue> item(String id, int number, String attribute, byte[] bytes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", AttributeValue.fromS(id));
        item.put("n", AttributeValue.fromN(Integer.toString(number)));
        item.put(attribute, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes)));
        return item;
    }

    /** What was stored under the items of an id is as S3 holds it: its keys, in the order of the items' numbers. */
    java.util.List<String> keys(Bed bed, String id, String attribute) {
        return bed
                .dynamoDb()
                .query(query -> query.tableName(Bed.TABLE)
                        .keyConditionExpression("id = :id")
                        .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(id))))
                .items()
                .stream()
                .map(item -> item.get(attribute).s().replaceFirst("s3://[^/]*/", ""))
                .toList();
    }

    @Override
    public void close() {
        overAsync.close();
        overBlocking.close();
        asyncStore.close();
        store.close();
    }
}
