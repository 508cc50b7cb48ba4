package io.github.s3backed.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a team would write without the library: a put, and another put. */
final class ByHand {

    private final Bed bed;

    ByHand(Bed bed) {
        this.bed = bed;
    }

    static Map<String, AttributeValue> key(String id) {
        return Map.of("id", AttributeValue.fromS(id), "n", AttributeValue.fromN("0"));
    }

    CompletableFuture<String> putObject(byte[] bytes) {
        String key = "by-hand/" + UUID.randomUUID();
        return bed.s3Async()
                .putObject(
                        put -> put.bucket(Bed.PUTS).key(key).contentType("application/octet-stream"),
                        AsyncRequestBody.fromBytes(bytes))
                .thenApply(stored -> "s3://" + Bed.PUTS + "/" + key);
    }

    CompletableFuture<byte[]> getObject(String bucket, String key) {
        return bed.s3Async()
                .getObject(get -> get.bucket(bucket).key(key), AsyncResponseTransformer.toBytes())
                .thenApply(BytesWrapper::asByteArray);
    }

    CompletableFuture<?> putItem(byte[] bytes) {
        return putObject(bytes)
                .thenCompose(uri -> bed.dynamoDbAsync()
                        .putItem(put -> put.tableName(Bed.TABLE)
                                .item(item(UUID.randomUUID().toString(), uri))));
    }

    /** The requests of {@link #putItem} with as little as the SDK can do for them: it is given the checksum. */
    CompletableFuture<?> putItem(byte[] bytes, String sha256) {
        String key = "by-hand/" + UUID.randomUUID();
        return bed.s3Async()
                .putObject(
                        put -> put.bucket(Bed.PUTS).key(key).checksumSHA256(sha256),
                        AsyncRequestBody.fromBytesUnsafe(bytes))
                .thenCompose(stored -> bed.dynamoDbAsync()
                        .putItem(put -> put.tableName(Bed.TABLE)
                                .item(item(UUID.randomUUID().toString(), "s3://" + Bed.PUTS + "/" + key))));
    }

    /** Reads an object through a buffer and keeps nothing. */
    long readObject(String bucket, String key) throws IOException {
        try (InputStream in = bed.s3().getObject(get -> get.bucket(bucket).key(key))) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** As {@link #readObject}, by the asynchronous client. */
    CompletableFuture<Void> dropObject(String bucket, String key) {
        return bed.s3Async()
                .getObject(get -> get.bucket(bucket).key(key), AsyncResponseTransformer.toPublisher())
                .thenCompose(body -> body.subscribe(part -> {}));
    }

    CompletableFuture<byte[]> getItem(String id) {
        return bed.dynamoDbAsync()
                .getItem(get -> get.tableName(Bed.TABLE).key(key(id)))
                .thenCompose(found -> getObject(found.item().get("uri").s()));
    }

    private CompletableFuture<byte[]> getObject(String uri) {
        String[] parts = uri.substring("s3://".length()).split("/", 2);
        return getObject(parts[0], parts[1]);
    }

    void putItemBlocking(byte[] bytes) {
        String key = "by-hand/" + UUID.randomUUID();
        bed.s3()
                .putObject(
                        put -> put.bucket(Bed.PUTS).key(key).contentType("application/octet-stream"),
                        RequestBody.fromBytes(bytes));
        bed.dynamoDb()
                .putItem(put -> put.tableName(Bed.TABLE)
                        .item(item(UUID.randomUUID().toString(), "s3://" + Bed.PUTS + "/" + key)));
    }

    byte[] getItemBlocking(String id) {
        String uri = bed.dynamoDb()
                .getItem(get -> get.tableName(Bed.TABLE).key(key(id)))
                .item()
                .get("uri")
                .s();
        String[] parts = uri.substring("s3://".length()).split("/", 2);
        return bed.s3()
                .getObjectAsBytes(get -> get.bucket(parts[0]).key(parts[1]))
                .asByteArray();
    }

    /** Makes what {@link #getItem} reads. */
    void store(String id, byte[] bytes) {
        bed.s3().putObject(put -> put.bucket(Bed.GETS).key("by-hand/" + id), RequestBody.fromBytes(bytes));
        bed.dynamoDb().putItem(put -> put.tableName(Bed.TABLE).item(item(id, "s3://" + Bed.GETS + "/by-hand/" + id)));
    }

    private static Map<String, AttributeValue> item(String id, String uri) {
        return Map.of("id", AttributeValue.fromS(id), "n", AttributeValue.fromN("0"), "uri", AttributeValue.fromS(uri));
    }
}
