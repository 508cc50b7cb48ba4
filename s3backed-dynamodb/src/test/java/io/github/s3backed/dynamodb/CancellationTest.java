package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Passage;
import io.github.s3backed.testkit.Fault;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** What becomes of objects when a caller gives up. */
@AwsTest
@Timeout(120)
class CancellationTest {

    private static final Set<String> WRITES = Set.of("PutItem", "BatchWriteItem");

    private final AwsBackend aws;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    CancellationTest(AwsBackend aws) {
        this.aws = aws;
    }

    /** A shelf whose store knows its table already: what follows is uploads alone. */
    private Shelf shelf(Door door, S3Side side) {
        Shelf shelf = new Shelf(aws, door, side, settings -> settings.concurrency(2));
        shelf.put(999, "first");
        shelf.events.clear();
        shelf.s3Gate.forget();
        return shelf;
    }

    private static BatchWriteItemRequest tenItems(Shelf shelf) {
        return shelf.batchRequest(
                IntStream.range(0, 10).mapToObj(i -> Shelf.item(i, "text " + i)).toList());
    }

    private static long writes(Shelf shelf) {
        return shelf.dynamoDbCalls().stream().filter(WRITES::contains).count();
    }

    private static void assertNothingButTheFirstItem(Shelf shelf) {
        assertThat(writes(shelf)).isEqualTo(1);
        assertThat(shelf.objects()).hasSize(1).isEqualTo(shelf.references());
    }

    private void holdUploads(Shelf shelf) {
        shelf.s3Gate.passages(
                request -> request.method().name().equals("PUT") ? Passage.requestHeld(gate) : Passage.free());
    }

    private void holdAnswers(Shelf shelf) {
        shelf.dynamoDbGate.passages(
                request -> WRITES.contains(Shelf.operation(request)) ? Passage.answerHeld(gate) : Passage.free());
    }

    @ParameterizedTest
    @EnumSource
    void uploadsThatHaveNotBegunDoNotBeginAndTheOthersAreRemoved(S3Side side) throws Exception {
        try (Shelf shelf = shelf(Door.ASYNC, side)) {
            holdUploads(shelf);
            CompletableFuture<BatchWriteItemResponse> result =
                    shelf.client.start(Operation.BATCH_WRITE_ITEM, tenItems(shelf));
            shelf.s3Gate.awaitUnderWay(2, Shelf.PATIENCE);
            long putsBefore = shelf.s3Calls("PUT");

            result.cancel(true);
            gate.complete(null);

            shelf.awaitEvents(S3BackedEvent.RolledBack.class);
            assertThat(result).isCancelled();
            assertThat(shelf.s3Calls("PUT")).isEqualTo(putsBefore + 2);
            assertNothingButTheFirstItem(shelf);
        }
    }

    @ParameterizedTest
    @EnumSource
    void uploadsUnderSharedKeysThatHaveNotBegunDoNotBegin(S3Side side) throws Exception {
        try (Shelf shelf = new Shelf(
                aws,
                Door.ASYNC,
                side,
                settings -> settings.concurrency(2)
                        .keyTemplate(KeyTemplate.PYNAMODB_MATE)
                        .cleanUp(CleanUp.SWEEPER))) {
            shelf.put(999, "first");
            shelf.s3Gate.forget();
            holdUploads(shelf);
            CompletableFuture<BatchWriteItemResponse> result =
                    shelf.client.start(Operation.BATCH_WRITE_ITEM, tenItems(shelf));
            shelf.s3Gate.awaitUnderWay(2, Shelf.PATIENCE);
            long putsBefore = shelf.s3Calls("PUT");

            result.cancel(true);
            gate.complete(null);

            Shelf.eventually(() -> shelf.s3Gate.underWay() == 0);
            assertThat(shelf.s3Calls("PUT")).isEqualTo(putsBefore + 2);
            assertThat(writes(shelf)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUploadThatFailsKeepsTheOthersFromBeginning(S3Side side) throws Exception {
        try (Shelf shelf = shelf(Door.ASYNC, side)) {
            CompletableFuture<Void> first = new CompletableFuture<>();
            AtomicInteger puts = new AtomicInteger();
            shelf.s3Gate.passages(request -> request.method().name().equals("PUT")
                    ? Passage.requestHeld(puts.incrementAndGet() == 1 ? first : gate)
                    : Passage.free());
            AtomicBoolean failed = new AtomicBoolean();
            long putsBefore = shelf.s3Calls("PUT");
            shelf.s3Plan =
                    (request, number) -> request.method().name().equals("PUT") && failed.compareAndSet(false, true)
                            ? Fault.s3Error(403, "AccessDenied")
                            : Fault.pass();
            CompletableFuture<BatchWriteItemResponse> result =
                    shelf.client.start(Operation.BATCH_WRITE_ITEM, tenItems(shelf));
            shelf.s3Gate.awaitUnderWay(2, Shelf.PATIENCE);

            first.complete(null);
            Shelf.eventually(() -> shelf.s3Gate.underWay() == 1);
            gate.complete(null);

            assertThatThrownBy(result::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .hasMessageContaining("was not sent");
            assertThat(shelf.s3Calls("PUT"))
                    .as("two were under way, and one more may have begun in the place of the second")
                    .isLessThanOrEqualTo(putsBefore + 3);
            assertNothingButTheFirstItem(shelf);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDynamoDbMayHaveDoneKeepsItsObjects(S3Side side) {
        try (Shelf shelf = shelf(Door.ASYNC, side)) {
            holdAnswers(shelf);
            CompletableFuture<PutItemResponse> result =
                    shelf.client.start(Operation.PUT_ITEM, shelf.putRequest(1, "text"));
            Shelf.eventually(() -> !shelf.stored(1).isEmpty());

            result.cancel(true);
            gate.complete(null);

            S3BackedEvent.OutcomeUnknown unknown =
                    shelf.awaitEvents(S3BackedEvent.OutcomeUnknown.class).get(0);
            assertThat(unknown.kept())
                    .extracting(Object::toString)
                    .containsExactly(shelf.stored(1).get("body").s());
            assertThat(shelf.s3Calls("DELETE")).isZero();
            assertThat(writes(shelf)).as("nobody tries again").isEqualTo(2);
            assertThat(shelf.objects()).hasSize(2).isEqualTo(shelf.references());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedCallerUploadsNoMoreAndLeavesNothing(S3Side side) throws Exception {
        try (Shelf shelf = shelf(Door.BLOCKING, side)) {
            holdUploads(shelf);
            Caller caller = new Caller(() -> shelf.client.call(Operation.BATCH_WRITE_ITEM, tenItems(shelf)));
            shelf.s3Gate.awaitUnderWay(2, Shelf.PATIENCE);
            long putsBefore = shelf.s3Calls("PUT");

            caller.interrupt();
            caller.assertAborted();
            gate.complete(null);

            shelf.awaitEvents(S3BackedEvent.RolledBack.class);
            assertThat(shelf.s3Calls("PUT")).isEqualTo(putsBefore + 2);
            assertNothingButTheFirstItem(shelf);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedCallerKeepsWhatDynamoDbMayHaveDone(S3Side side) throws Exception {
        try (Shelf shelf = shelf(Door.BLOCKING, side)) {
            holdAnswers(shelf);
            Caller caller = new Caller(() -> shelf.client.call(Operation.PUT_ITEM, shelf.putRequest(1, "text")));
            Shelf.eventually(() -> !shelf.stored(1).isEmpty());

            caller.interrupt();
            caller.assertAborted();
            gate.complete(null);

            shelf.awaitEvents(S3BackedEvent.OutcomeUnknown.class);
            assertThat(shelf.objects()).hasSize(2).isEqualTo(shelf.references());
        }
    }

    /** A thread that calls a blocking client. */
    private static final class Caller {

        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicBoolean flag = new AtomicBoolean();
        private final Thread thread;

        Caller(Runnable call) {
            this.thread = new Thread(() -> {
                try {
                    call.run();
                } catch (Throwable e) {
                    failure.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        void assertAborted() throws InterruptedException {
            thread.join(Shelf.PATIENCE.toMillis());
            assertThat(thread.isAlive()).as("is waiting still").isFalse();
            assertThat(failure.get()).isInstanceOf(AbortedException.class);
            assertThat(flag).as("the thread's interrupt flag").isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCancelledTwiceIsCancelledOnce(S3Side side) throws Exception {
        try (Shelf shelf = shelf(Door.ASYNC, side)) {
            holdUploads(shelf);
            CompletableFuture<PutItemResponse> result =
                    shelf.client.start(Operation.PUT_ITEM, shelf.putRequest(1, "text"));
            shelf.s3Gate.awaitUnderWay(1, Shelf.PATIENCE);

            assertThat(List.of(result.cancel(true), result.cancel(true))).containsExactly(true, true);
            gate.complete(null);

            shelf.awaitEvents(S3BackedEvent.RolledBack.class);
            assertNothingButTheFirstItem(shelf);
        }
    }
}
