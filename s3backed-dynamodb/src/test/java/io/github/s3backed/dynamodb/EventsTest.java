package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What a listener hears. */
@AwsTest
@Timeout(120)
class EventsTest {

    private final AwsBackend aws;

    EventsTest(AwsBackend aws) {
        this.aws = aws;
    }

    private static String body(Shelf shelf, int place) {
        return shelf.stored(place).get("body").s();
    }

    @ParameterizedTest
    @EnumSource
    void ofAPutThatItWasUploadedAndCommitted(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "text");
            S3BackedEvent.Committed committed =
                    shelf.awaitEvents(S3BackedEvent.Committed.class).get(0);

            assertThat(shelf.events)
                    .hasSize(2)
                    .first()
                    .isInstanceOfSatisfying(S3BackedEvent.Uploaded.class, uploaded -> {
                        assertThat(uploaded.table()).isEqualTo(shelf.table);
                        assertThat(uploaded.attribute()).isEqualTo("body");
                        assertThat(uploaded.reference()).hasToString(body(shelf, 1));
                        assertThat(uploaded.bytes()).isEqualTo("text".length());
                        assertThat(uploaded.took()).isPositive();
                    });
            assertThat(committed.operation()).isEqualTo("PutItem");
            assertThat(committed.attempts()).isEqualTo(1);
            assertThat(committed.took()).isPositive();
        }
    }

    @Test
    void ofAnEqualPayloadUnderASharedKeyThatItWasDeduplicated() {
        try (Shelf shelf = new Shelf(
                aws,
                Door.BLOCKING,
                S3Side.BLOCKING,
                settings -> settings.keyTemplate(KeyTemplate.of("shared/" + System.nanoTime() + "/{fingerprint}"))
                        .cleanUp(CleanUp.SWEEPER))) {
            shelf.put(1, "text");
            shelf.put(2, "text");

            S3BackedEvent.Deduplicated again =
                    shelf.awaitEvents(S3BackedEvent.Deduplicated.class).get(0);
            assertThat(again.reference()).hasToString(body(shelf, 1)).hasToString(body(shelf, 2));
            assertThat(shelf.eventsSoFar(S3BackedEvent.Uploaded.class)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAnOverwriteAndADeleteWhatWasReleased(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "one");
            String one = body(shelf, 1);
            shelf.put(1, "two");
            String two = body(shelf, 1);
            shelf.client.call(
                    Operation.DELETE_ITEM,
                    DeleteItemRequest.builder()
                            .tableName(shelf.table)
                            .key(Shelf.key(1))
                            .build());

            Shelf.eventually(
                    () -> shelf.eventsSoFar(S3BackedEvent.Released.class).size() == 2);
            List<S3BackedEvent.Released> released = shelf.eventsSoFar(S3BackedEvent.Released.class);
            assertThat(released.get(0).operation()).isEqualTo("PutItem");
            assertThat(released.get(0).removed()).extracting(Object::toString).containsExactly(one);
            assertThat(released.get(1).operation()).isEqualTo("DeleteItem");
            assertThat(released.get(1).removed()).extracting(Object::toString).containsExactly(two);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofARejectedWriteWhatWasRolledBack(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            assertThatThrownBy(() -> shelf.client.call(
                            Operation.PUT_ITEM,
                            shelf.putRequest(1, "text").toBuilder()
                                    .conditionExpression("attribute_exists(shelf)")
                                    .build()))
                    .isInstanceOf(ConditionalCheckFailedException.class);

            S3BackedEvent.RolledBack rolledBack =
                    shelf.awaitEvents(S3BackedEvent.RolledBack.class).get(0);
            assertThat(rolledBack.operation()).isEqualTo("PutItem");
            assertThat(rolledBack.removed())
                    .containsExactly(shelf.eventsSoFar(S3BackedEvent.Uploaded.class)
                            .get(0)
                            .reference());
            assertThat(shelf.eventsSoFar(S3BackedEvent.Committed.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAFailedCleanUpWhatIsLeft(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "one");
            String one = body(shelf, 1);
            shelf.s3Plan = (request, number) ->
                    request.method().name().equals("DELETE") ? Fault.s3Error(403, "AccessDenied") : Fault.pass();

            shelf.put(1, "two");

            S3BackedEvent.CleanUpFailed failed =
                    shelf.awaitEvents(S3BackedEvent.CleanUpFailed.class).get(0);
            assertThat(failed.left()).extracting(Object::toString).containsExactly(one);
            assertThat(failed.cause()).hasMessageContaining("s3:DeleteObject");
            assertThat(shelf.get(1)).containsEntry("body", s("two"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAnUnknownOutcomeWhatIsKept(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.dynamoDbPlan = (request, number) -> Shelf.operation(request).equals("PutItem")
                    ? Fault.dynamoDbError(500, "InternalServerError")
                    : Fault.pass();

            assertThatThrownBy(() -> shelf.put(1, "text"))
                    .isInstanceOf(DynamoDbException.class)
                    .satisfies(failure -> assertThat(OutcomeUnknownException.isNotedIn(failure))
                            .isTrue());

            S3BackedEvent.OutcomeUnknown unknown =
                    shelf.awaitEvents(S3BackedEvent.OutcomeUnknown.class).get(0);
            assertThat(unknown.operation()).isEqualTo("PutItem");
            assertThat(unknown.kept())
                    .extracting(Object::toString)
                    .hasSize((int) shelf.dynamoDbCalls().stream()
                            .filter("PutItem"::equals)
                            .count())
                    .containsExactlyInAnyOrderElementsOf(shelf.objects());
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAReadWhatWasFetched(Door door) {
        try (Shelf shelf = new Shelf(aws, door, S3Side.ASYNC)) {
            shelf.put(1, "text");
            shelf.get(1);

            S3BackedEvent.Fetched fetched =
                    shelf.awaitEvents(S3BackedEvent.Fetched.class).get(0);
            assertThat(fetched.table()).isEqualTo(shelf.table);
            assertThat(fetched.attribute()).isEqualTo("body");
            assertThat(fetched.reference()).hasToString(body(shelf, 1));
        }
    }

    @Test
    void onAThreadOfItsOwn() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        List<S3BackedEvent> heard = new CopyOnWriteArrayList<>();
        try (Shelf shelf = listenedToBy(event -> {
            threads.add(Thread.currentThread().getName());
            heard.add(event);
        })) {
            shelf.put(1, "one");
            shelf.put(1, "two");

            Shelf.eventually(() -> heard.stream().anyMatch(S3BackedEvent.Released.class::isInstance));
            assertThat(threads).containsExactly("s3backed-events");
        }
    }

    private Shelf listenedToBy(S3BackedListener listener) {
        return new Shelf(aws, Door.ASYNC, S3Side.ASYNC, settings -> settings.listener(listener));
    }

    @Test
    void whatItThrowsHarmsNobody() {
        AtomicInteger heard = new AtomicInteger();
        try (Shelf shelf = listenedToBy(event -> {
            heard.incrementAndGet();
            throw new AssertionError("a listener that fails, on purpose");
        })) {
            shelf.put(1, "one");
            shelf.put(1, "two");

            assertThat(shelf.get(1)).containsEntry("body", s("two"));
            Shelf.eventually(() -> heard.get() == 6);
            assertThat(shelf.objects()).hasSize(1);
        }
    }

    @Test
    void aListenerThatDoesNotReturnSlowsNobodyDown() {
        CountDownLatch gate = new CountDownLatch(1);
        List<S3BackedEvent> heard = new CopyOnWriteArrayList<>();
        try (Shelf shelf = listenedToBy(event -> {
            await(gate);
            heard.add(event);
        })) {
            shelf.put(1, "one");
            shelf.put(1, "two");
            assertThat(shelf.get(1)).containsEntry("body", s("two"));
            assertThat(heard).isEmpty();

            gate.countDown();

            Shelf.eventually(() -> heard.size() == 6);
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            if (!gate.await(Shelf.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The gate has not opened.");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aListenerThatIsTooSlowLosesWhatTheQueueCannotHold() {
        int capacity = 10_000;
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<Integer> heard = new CopyOnWriteArrayList<>();
        try (EventQueue queue = new EventQueue(event -> {
            begun.countDown();
            await(gate);
            heard.add(((S3BackedEvent.Committed) event).attempts());
        })) {
            queue.emit(numbered(0));
            await(begun); // The first is with the listener, and the queue is empty.
            for (int i = 1; i <= capacity + 5; i++) {
                queue.emit(numbered(i));
            }

            gate.countDown();

            Shelf.eventually(() -> heard.size() >= 1 + capacity);
            queue.emit(numbered(-1));
            Shelf.eventually(() -> heard.get(heard.size() - 1) == -1);
            assertThat(heard).hasSize(1 + capacity + 1).startsWith(0, 1, 2).contains(capacity);
            assertThat(heard).doesNotContain(capacity + 1, capacity + 5);
        }
    }

    private static S3BackedEvent numbered(int number) {
        return new S3BackedEvent.Committed("table", "PutItem", number, Duration.ZERO);
    }

    @Test
    void neitherPayloadsNorKeysAreInAnyEvent() {
        Map<String, String> secrets = Map.of("payload", "a very secret text", "key", "one");
        try (Shelf shelf = new Shelf(aws, Door.ASYNC, S3Side.ASYNC)) {
            shelf.put(1, secrets.get("payload"));
            shelf.put(1, "other");
            shelf.get(1);

            shelf.awaitEvents(S3BackedEvent.Fetched.class);
            assertThat(shelf.events)
                    .extracting(Object::toString)
                    .noneMatch(text -> text.contains("secret text") || text.contains("=001") || text.contains("/001"));
        }
    }
}
