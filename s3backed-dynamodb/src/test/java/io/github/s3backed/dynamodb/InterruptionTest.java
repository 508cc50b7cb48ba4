package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What a caller of a blocking client is told who is interrupted while he waits. */
@AwsTest
class InterruptionTest {

    private final AwsBackend aws;
    private final Thread caller = Thread.currentThread();

    InterruptionTest(AwsBackend aws) {
        this.aws = aws;
    }

    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    /** What a put fails with; the flag must be set by then. */
    private static Throwable failureOfPut(Rig rig, Consumer<Rig> arranged) {
        arranged.accept(rig);
        Throwable failure = catchThrowable(() -> rig.blocking().putItem(rig.putRequest("1", "new")));
        assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
        return failure;
    }

    @Test
    void beforeTheRequestIsSentHeIsToldThatHeWasInterruptedAndNothingIsLeft() {
        try (Rig rig = new Rig(aws, Door.BLOCKING)) {
            CompletableFuture<Void> held = new CompletableFuture<>();

            Throwable failure = failureOfPut(
                    rig,
                    r -> r.store.onPut = key -> {
                        if (!HookedBlobStore.isPayload(key)) {
                            return HookedBlobStore.NOW.apply(key);
                        }
                        caller.interrupt();
                        return held;
                    });

            assertThat(failure).isInstanceOf(AbortedException.class).hasNoSuppressedExceptions();
            held.complete(null);
            assertThat(rig.objects()).isEmpty();
            assertThat(rig.store.deletes).as("of what was under way").hasSize(1);
            assertThat(rig.tap.requests(PutItemRequest.class)).isEmpty();
        }
    }

    @Test
    void afterItWasSentHeIsToldThatTheOutcomeIsUnknown() {
        try (Rig rig = new Rig(aws, Door.BLOCKING)) {
            Throwable failure = failureOfPut(
                    rig,
                    r -> r.tap.beforeAnswer = request -> {
                        if (request instanceof PutItemRequest) {
                            caller.interrupt();
                            return new CompletableFuture<>();
                        }
                        return Tap.NOW.apply(request);
                    });

            assertThat(failure).isInstanceOf(AbortedException.class);
            assertThat(OutcomeUnknownException.isNotedIn(failure)).isTrue();
            assertThat(rig.objects()).hasSize(1).isEqualTo(rig.references());
        }
    }

    @Test
    void betweenTwoAttemptsHeIsToldThatTheOutcomeOfTheFirstIsUnknown() {
        try (Rig rig = new Rig(aws, Door.BLOCKING)) {
            rig.plan[0] = (request, number) ->
                    Rig.asksFor("PutItem", request) ? Fault.dynamoDbError(500, "InternalServerError") : Fault.pass();
            CompletableFuture<Void> held = new CompletableFuture<>();
            AtomicInteger uploads = new AtomicInteger();

            Throwable failure = failureOfPut(
                    rig,
                    r -> r.store.onPut = key -> {
                        if (!HookedBlobStore.isPayload(key) || uploads.incrementAndGet() == 1) {
                            return HookedBlobStore.NOW.apply(key);
                        }
                        caller.interrupt();
                        return held;
                    });

            assertThat(failure).isInstanceOf(AbortedException.class);
            assertThat(OutcomeUnknownException.isNotedIn(failure)).isTrue();
            held.complete(null);
            assertThat(rig.objects()).as("of the first attempt").hasSize(1);
        }
    }

    @Test
    void duringTheCleanUpHeIsToldThatTheWriteIsDone() {
        try (Rig rig = new Rig(aws, Door.BLOCKING)) {
            rig.put("1", "old");

            Throwable failure = failureOfPut(
                    rig,
                    r -> r.store.onDelete = key -> {
                        caller.interrupt();
                        return new CompletableFuture<>();
                    });

            assertThat(failure).isInstanceOf(WriteCommittedException.class);
            assertThat(OutcomeUnknownException.isNotedIn(failure)).isFalse();
            rig.store.onDelete = HookedBlobStore.NOW;
            assertThat(rig.get("1").get("body").s()).isEqualTo("new");
        }
    }
}
