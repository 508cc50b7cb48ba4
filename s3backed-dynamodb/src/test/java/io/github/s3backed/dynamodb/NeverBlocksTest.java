package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.test.servers.HttpGate;
import io.github.s3backed.test.servers.Passage;
import io.github.s3backed.testkit.Fault;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * The asynchronous client has one thread for what the SDK calls back, and the store one for readers: whoever blocked one of
 * them while S3 does not answer would keep unrelated calls from ending.
 */
@AwsTest
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // A thread that is blocked in join cannot be interrupted.
class NeverBlocksTest {

    private final AwsBackend aws;
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor(work -> daemon(work, "callbacks"));
    private final ExecutorService s3Callbacks = Executors.newSingleThreadExecutor(work -> daemon(work, "s3-callbacks"));
    private final ExecutorService readers = Executors.newSingleThreadExecutor(work -> daemon(work, "readers"));
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final HttpGate s3Gate = new HttpGate();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final String table;
    private final String plain;
    private final DynamoDbAsyncClient client;

    NeverBlocksTest(AwsBackend aws) {
        this.aws = aws;
        aws.require();
        this.table = createTable("registered");
        this.plain = createTable("plain");
        FaultyClients s3Faults =
                FaultyClients.of((request, number) -> Fault.pass()).behind(s3Gate);
        S3AsyncClient s3 = aws.s3AsyncBuilder()
                .httpClientBuilder(s3Faults.async())
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, s3Callbacks))
                .build();
        S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(S3BlobStore.builder()
                        .client(s3)
                        .bucket(aws.bucket())
                        .executor(readers)
                        .build())
                .threshold(0)
                .table(S3BackedTable.builder(table)
                        .partitionKey("id")
                        .logicalName("never-blocks-" + UUID.randomUUID())
                        .attribute(S3BackedAttribute.text("body").build())
                        .attribute(S3BackedAttribute.text("note").lazy().build())
                        .attribute(S3BackedAttribute.streamed("movie").build())
                        .build())
                .build();
        this.client = s3backed.wrap(aws.dynamoDbAsyncBuilder()
                .httpClientBuilder(FaultyClients.always(Fault.pass()).async())
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, callbacks))
                .build());
        resources.addAll(List.of(client, s3backed, s3));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private String createTable(String prefix) {
        String name = aws.newTableName(prefix);
        aws.dynamoDb()
                .createTable(create -> create.tableName(name)
                        .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH))
                        .attributeDefinitions(id -> id.attributeName("id").attributeType(ScalarAttributeType.S))
                        .billingMode(BillingMode.PAY_PER_REQUEST));
        aws.dynamoDb().waiter().waitUntilTableExists(describe -> describe.tableName(name));
        return name;
    }

    @AfterEach
    void close() throws Exception {
        gate.complete(null);
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        List.of(callbacks, s3Callbacks, readers).forEach(ExecutorService::shutdown);
    }

    private static <T> T end(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Shelf.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", s(id));
    }

    private static Map<String, AttributeValue> item(String id, String text) {
        return Map.of("id", s(id), "body", s(text));
    }

    private CompletableFuture<?> put(String id, String text) {
        return client.putItem(put -> put.tableName(table).item(item(id, text)));
    }

    /** Calls that need nothing of S3, on the same client: they end while S3 is silent. */
    private void assertThatOtherCallsEnd() throws Exception {
        end(client.putItem(put -> put.tableName(plain).item(key("1"))));
        assertThat(end(client.getItem(get -> get.tableName(plain).key(key("1"))))
                        .item())
                .isEqualTo(key("1"));
        end(client.putItem(put -> put.tableName(table).item(key("without payload"))));
        assertThat(end(client.getItem(get -> get.tableName(table).key(key("without payload"))))
                        .item())
                .isEqualTo(key("without payload"));
        assertThat(end(client.getItem(get -> get.tableName(table).key(key("nothing there"))))
                        .hasItem())
                .isFalse();
    }

    private void holdS3() {
        s3Gate.passages(request -> Passage.requestHeld(gate));
    }

    @Test
    void readsThatWaitForS3KeepNobodyElseWaiting() throws Exception {
        end(put("1", "one"));
        end(put("2", "two"));
        holdS3();
        s3Gate.forget();

        CompletableFuture<TransactGetItemsResponse> transaction = client.transactGetItems(get -> get.transactItems(
                one -> one.get(item -> item.tableName(table).key(key("1"))),
                two -> two.get(item -> item.tableName(table).key(key("2")))));
        var item = client.getItem(get -> get.tableName(table).key(key("1")));
        var scan = client.scan(all -> all.tableName(table));
        s3Gate.awaitUnderWay(5, Shelf.PATIENCE);

        assertThatOtherCallsEnd();
        assertThat(List.of(item, scan, transaction)).noneMatch(CompletableFuture::isDone);

        gate.complete(null);
        assertThat(end(item).item()).isEqualTo(item("1", "one"));
        assertThat(end(scan).items()).contains(item("1", "one"), item("2", "two"));
        assertThat(end(transaction).responses()).hasSize(2);
    }

    @Test
    void writesThatWaitForS3KeepNobodyElseWaiting() throws Exception {
        end(put("1", "one"));
        holdS3();

        List<CompletableFuture<?>> writes = List.of(
                put("1", "two"),
                put("2", "two"),
                client.updateItem(update -> update.tableName(table)
                        .key(key("3"))
                        .updateExpression("SET body = :b")
                        .expressionAttributeValues(Map.of(":b", s("three")))),
                client.transactWriteItems(write -> write.transactItems(
                        one -> one.put(item -> item.tableName(table).item(item("4", "four"))))));
        s3Gate.awaitUnderWay(writes.size(), Shelf.PATIENCE);

        assertThatOtherCallsEnd();
        assertThat(writes).noneMatch(CompletableFuture::isDone);

        gate.complete(null);
        for (CompletableFuture<?> write : writes) {
            end(write);
        }
        assertThat(end(client.getItem(get -> get.tableName(table).key(key("1"))))
                        .item())
                .isEqualTo(item("1", "two"));
    }

    @Test
    void theFirstWriteOfAllWaitsForTheStoreAndKeepsNobodyElseWaiting() throws Exception {
        holdS3();

        CompletableFuture<?> first = put("1", "one");
        s3Gate.awaitUnderWay(1, Shelf.PATIENCE);

        assertThatOtherCallsEnd();
        assertThat(first).isNotDone();

        gate.complete(null);
        end(first);
    }

    @Test
    void aCleanUpThatWaitsForS3KeepsNobodyElseWaiting() throws Exception {
        end(put("1", "one"));
        s3Gate.passages(
                request -> request.method().name().equals("DELETE") ? Passage.requestHeld(gate) : Passage.free());
        s3Gate.forget();

        CompletableFuture<?> overwrite = put("1", "two");
        CompletableFuture<?> delete = client.deleteItem(
                item -> item.tableName(table).key(key("2")).conditionExpression("attribute_not_exists(id)"));
        s3Gate.awaitUnderWay(1, Shelf.PATIENCE);
        end(delete);

        assertThatOtherCallsEnd();

        gate.complete(null);
        end(overwrite);
    }

    @Test
    void whatIsFetchedLaterKeepsNobodyElseWaiting() throws Exception {
        end(client.putItem(put -> put.tableName(table).item(Map.of("id", s("1"), "note", s("later")))));
        var read =
                end(client.getItem(get -> get.tableName(table).key(key("1")))).item();
        holdS3();
        s3Gate.forget();

        CompletableFuture<String> note =
                LateShelf.lazy(read.get("note")).getAsync().toCompletableFuture();
        CompletableFuture<?> copy =
                client.putItem(put -> put.tableName(table).item(Map.of("id", s("2"), "note", read.get("note"))));
        s3Gate.awaitUnderWay(2, Shelf.PATIENCE);

        assertThatOtherCallsEnd();
        assertThat(List.of(note, copy)).noneMatch(CompletableFuture::isDone);

        gate.complete(null);
        assertThat(end(note)).isEqualTo("later");
        end(copy);
    }

    @Test
    void aSourceThatIsSilentKeepsNobodyElseWaiting() throws Exception {
        CompletableFuture<Void> source = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        InputStream silent = new InputStream() {
            @Override
            public int read() {
                asked.countDown();
                source.join();
                return -1;
            }
        };

        CompletableFuture<?> put = client.putItem(write -> write.tableName(table)
                .item(Map.of("id", s("1"), "movie", LateShelf.handle(StreamedPayload.of(silent)))));
        assertThat(asked.await(Shelf.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThatOtherCallsEnd();
        assertThat(put).isNotDone();

        source.complete(null);
        end(put);
    }
}
