package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.WriteIds;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What cancelling a future does not begin any more, and what it does not do. */
@AwsTest
class CancelledCallsTest {

    private final AwsBackend aws;

    CancelledCallsTest(AwsBackend aws) {
        this.aws = aws;
    }

    private static QueryRequest query(Rig rig) {
        return QueryRequest.builder()
                .tableName(rig.table)
                .keyConditionExpression("id = :id")
                .expressionAttributeValues(Map.of(":id", s("1")))
                .build();
    }

    @Test
    void aQueryTakesItsCallToDynamoDbWithIt() {
        try (Rig rig = new Rig(aws, Door.ASYNC)) {
            CompletableFuture<Void> never = new CompletableFuture<>();
            rig.tap.beforeRequest = request -> never;

            rig.async().query(query(rig)).cancel(true);

            assertThat(rig.tap.requests(QueryRequest.class)).hasSize(1);
            assertThat(rig.tap.calls).hasSize(1).allMatch(CompletableFuture::isCancelled);
        }
    }

    @Test
    void getsThatHaveNotBegunWhenAScanIsCancelledDoNotBegin() throws InterruptedException {
        try (Rig rig =
                new Rig(aws, Door.ASYNC, settings -> settings.concurrency(1), table -> table, client -> client)) {
            List.of("1", "2", "3").forEach(id -> rig.put(id, "text"));
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Void> held = new CompletableFuture<>();
            rig.store.onGet = key -> {
                begun.countDown();
                return held;
            };
            rig.store.gets.clear();

            CompletableFuture<?> scan = rig.start(
                    Operation.SCAN, ScanRequest.builder().tableName(rig.table).build());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            scan.cancel(true);
            held.complete(null);

            assertThat(rig.store.gets).hasSize(1);
        }
    }

    @Test
    void aWriteThatIsCancelledDuringItsBackOffUploadsAndRemovesNothingMore() {
        try (Rig rig = new Rig(aws, Door.ASYNC)) {
            HookedBlobStore store = new HookedBlobStore(MemoryBlobStore.create("back-off"));
            CompletableFuture<Void> backOff = new CompletableFuture<>();
            List<S3BackedEvent> events = new CopyOnWriteArrayList<>();
            CountDownLatch told = new CountDownLatch(1);
            CountDownLatch pausing = new CountDownLatch(1);
            World world = new World(
                    System::nanoTime,
                    WriteIds.random(),
                    delay -> {
                        pausing.countDown();
                        return backOff;
                    },
                    AlwaysAgain::new,
                    event -> {
                        events.add(event);
                        if (event instanceof S3BackedEvent.OutcomeUnknown) {
                            told.countDown();
                        }
                    });
            Tables tables = new Tables();
            S3BackedDynamoDb.Builder settings =
                    S3BackedDynamoDb.builder().threshold(0).blobStore(store);
            tables.add(
                    new PlanFactory(settings, store)
                            .plan(Rig.tableNamed(rig.table).build()),
                    (one, other) -> other);
            Coordinator coordinator =
                    new Coordinator(tables, new TableDirectory("eu-west-1", System::nanoTime), world, Optional.empty());
            rig.plan[0] = (request, number) ->
                    Rig.asksFor("PutItem", request) ? Fault.dynamoDbError(500, "InternalServerError") : Fault.pass();
            var client = ClientProxy.of(
                    aws.dynamoDbAsyncBuilder()
                            .httpClientBuilder(rig.faults.async())
                            .build(),
                    coordinator);

            CompletableFuture<?> putting = client.putItem(rig.putRequest("1", "new"));
            await(pausing);
            putting.cancel(true);
            backOff.complete(null);
            await(told); // The pause may end before anybody waits for it.

            assertThat(store.puts.stream().filter(HookedBlobStore::isPayload)).hasSize(1);
            assertThat(store.deletes).isEmpty();
            assertThat(events)
                    .hasAtLeastOneElementOfType(S3BackedEvent.OutcomeUnknown.class)
                    .filteredOn(S3BackedEvent.OutcomeUnknown.class::isInstance)
                    .allSatisfy(event -> assertThat(((S3BackedEvent.OutcomeUnknown) event).cause())
                            .isInstanceOf(InternalServerErrorException.class));
            client.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tries again after any failure. */
    private record AlwaysAgain() implements Retries.Retry {

        @Override
        public Duration initialDelay() {
            return Duration.ZERO;
        }

        @Override
        public Optional<Duration> after(Throwable failure) {
            return Optional.of(Duration.ofSeconds(1));
        }

        @Override
        public void succeeded() {}
    }
}
