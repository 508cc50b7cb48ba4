package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.isTo;
import static io.github.s3backed.dynamodb.Bench.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Fault;
import io.github.s3backed.test.servers.Gate;
import io.github.s3backed.test.servers.HttpFaults;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** What a caller of the blocking client is told whose thread is interrupted. */
@AwsTest
class InterruptedCallerTest {

    private final AwsBackend aws;
    private final Gate gate = new Gate();
    private Bench bench;

    InterruptedCallerTest(AwsBackend aws) {
        this.aws = aws;
    }

    @BeforeEach
    void open() {
        bench = new Bench(aws, Door.BLOCKING);
        bench.put(item("1", "one"));
    }

    @AfterEach
    void close() {
        gate.breakOff();
        bench.close();
    }

    /** What a put throws whose caller is interrupted when the gate is reached; the flag is set again. */
    private Throwable interruptedPut(Runnable release) throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                bench.client.call(
                        Operation.PUT_ITEM,
                        PutItemRequest.builder()
                                .tableName(bench.table)
                                .item(item("1", "two"))
                                .build());
                thrown.complete(new AssertionError("nothing was thrown"));
            } catch (RuntimeException e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("the flag is gone", e));
            }
        });
        caller.start();
        gate.awaitReached();
        caller.interrupt();
        release.run();
        return thrown.get(30, TimeUnit.SECONDS);
    }

    private static HttpFaults.Plan onPutItem(Fault fault) {
        return (request, number) -> isTo("PutItem", request) ? fault : Fault.pass();
    }

    private HttpFaults.Plan hold(SdkHttpMethod method) {
        return (request, number) -> request.method() == method ? Fault.holdRequest(gate) : Fault.pass();
    }

    @Test
    void duringTheUploadsNothingIsSent() throws Exception {
        bench.s3Plan[0] = hold(SdkHttpMethod.PUT);

        assertThat(interruptedPut(() -> {}))
                .isInstanceOf(AbortedException.class)
                .matches(failure -> !OutcomeUnknownException.isNotedIn(failure));
        assertThat(bench.sent("PutItem")).isOne();
    }

    @Test
    void duringTheRequestTheOutcomeIsUnknown() throws Exception {
        bench.dynamoDbPlan[0] = onPutItem(Fault.holdAnswer(gate));

        assertThat(interruptedPut(gate::open))
                .isInstanceOf(AbortedException.class)
                .matches(OutcomeUnknownException::isNotedIn);
        assertThat(bench.objects()).hasSize(6).containsAll(bench.references());
    }

    @Test
    void betweenTwoAttemptsTheOutcomeIsUnknown() throws Exception {
        bench.dynamoDbPlan[0] = onPutItem(Fault.holdRequest(gate));

        assertThat(interruptedPut(gate::breakOff))
                .isInstanceOf(AbortedException.class)
                .matches(OutcomeUnknownException::isNotedIn);
    }

    @Test
    void duringTheCleanUpTheWriteIsSaidToBeDone() throws Exception {
        bench.s3Plan[0] = hold(SdkHttpMethod.DELETE);

        assertThat(interruptedPut(() -> {}))
                .isInstanceOf(WriteCommittedException.class)
                .hasCauseInstanceOf(AbortedException.class);
        assertThat(bench.stored("1").get("body").s()).isIn(bench.objects());
    }
}
