package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.MemoryBlobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A write step by step, on one thread: what DynamoDB answers is written down, and what becomes of the objects follows. Nothing waits for a
 * clock or a server.
 */
abstract class WriteSteps {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final PutItemResponse DONE = PutItemResponse.builder().build();

    final ScriptedDynamoDb dynamoDb = new ScriptedDynamoDb();
    final MemoryBlobStore memory = MemoryBlobStore.create("steps");
    final HookedBlobStore store = new HookedBlobStore(memory);
    final AtomicLong nanos = new AtomicLong(1_000_000_000_000_000L);
    final AtomicInteger ids = new AtomicInteger();
    final List<Duration> pauses = new ArrayList<>();
    CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);
    final List<S3BackedEvent> events = new ArrayList<>();
    final List<S3BackedDynamoDb> opened = new ArrayList<>();
    DynamoDbAsyncClient client = open(settings -> settings);

    DynamoDbAsyncClient open(UnaryOperator<S3BackedDynamoDb.Builder> settings) {
        S3BackedDynamoDb s3backed = settings.apply(S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .threshold(0)
                        .nanoTime(nanos::get)
                        .writeIds(() -> String.format("%032x", ids.incrementAndGet()))
                        .pauses(delay -> {
                            pauses.add(delay);
                            nanos.addAndGet(delay.toNanos());
                            return pause;
                        })
                        .events(events::add)
                        .table(Rig.tableNamed("t").build()))
                .build();
        opened.add(s3backed);
        return s3backed.wrap(dynamoDb);
    }

    @AfterEach
    void close() {
        opened.forEach(S3BackedDynamoDb::close);
        assertThat(dynamoDb.requests.stream()
                        .filter(request -> request.overrideConfiguration()
                                .filter(settings -> !settings.plugins().isEmpty())
                                .isPresent()))
                .as("writes that the SDK must not repeat")
                .hasSameSizeAs(dynamoDb.requests.stream()
                        .filter(request -> !(request instanceof GetItemRequest))
                        .filter(request -> !request.getClass().getSimpleName().startsWith("BatchGet"))
                        .toList());
    }

    // ---- what is said and seen ----

    static Map<String, AttributeValue> key(String id) {
        return Map.of("id", s(id));
    }

    static Map<String, AttributeValue> item(String id, @Nullable String body) {
        Map<String, AttributeValue> item = new HashMap<>(key(id));
        if (body != null) {
            item.put("body", s(body));
        }
        return item;
    }

    static PutItemRequest.Builder put(String body) {
        return PutItemRequest.builder().tableName("t").item(item("1", body));
    }

    static UpdateItemRequest.Builder update(String expression) {
        return UpdateItemRequest.builder()
                .tableName("t")
                .key(key("1"))
                .updateExpression(expression)
                .expressionAttributeValues(Map.of(":b", s("new")));
    }

    static DynamoDbException error(int status, String code) {
        return (DynamoDbException) DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .statusCode(status)
                .numAttempts(1)
                .message("scripted")
                .build();
    }

    static DynamoDbException lost() {
        return error(500, "InternalServerError");
    }

    static ConditionalCheckFailedException conditionFailed(Map<String, AttributeValue> item) {
        return ConditionalCheckFailedException.builder()
                .item(item)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ConditionalCheckFailedException")
                        .build())
                .statusCode(400)
                .numAttempts(1)
                .message("scripted")
                .build();
    }

    /** Waits, and throws what it failed with. */
    static <T> T join(CompletableFuture<T> future) {
        assertThat(future).isDone();
        try {
            return future.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    static Throwable failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((done, failure) -> failure instanceof CompletionException ? failure.getCause() : failure)
                .join();
    }

    /** The reference that an item holds after this, whose object is there. */
    String stored(String id, String body) {
        dynamoDb.then(DONE);
        join(client.putItem(put -> put.tableName("t").item(item(id, body))));
        String reference = sent(dynamoDb.requests.size() - 1);
        dynamoDb.requests.clear();
        events.clear();
        return reference;
    }

    /** The reference that the n-th request, a put, has sent. */
    String sent(int number) {
        return ((PutItemRequest) dynamoDb.requests.get(number))
                .item()
                .get("body")
                .s();
    }

    Set<String> objects() {
        Set<String> found = new TreeSet<>();
        memory.keys().stream().filter(HookedBlobStore::isPayload).forEach(key -> found.add("mem://steps/" + key));
        return found;
    }

    void assertNoCleanUpFailed() {
        assertThat(events).noneMatch(S3BackedEvent.CleanUpFailed.class::isInstance);
    }

    <E extends S3BackedEvent> E only(Class<E> type) {
        List<E> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    static Set<String> texts(Set<?> references) {
        Set<String> texts = new TreeSet<>();
        references.forEach(reference -> texts.add(reference.toString()));
        return texts;
    }

    static BatchGetItemResponse seen(String first, String second) {
        return BatchGetItemResponse.builder()
                .responses(Map.of("t", List.of(item("1", first), item("2", second))))
                .build();
    }
}
