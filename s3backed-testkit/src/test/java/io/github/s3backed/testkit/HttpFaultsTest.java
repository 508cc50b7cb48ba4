package io.github.s3backed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/** Each fault does what it says, on a real connection and with both kinds of clients. */
class HttpFaultsTest {

    private static final String SENT = "what was sent";

    private final EchoServer server = new EchoServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private SdkHttpFullRequest request(String... header) {
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder()
                .uri(server.endpoint())
                .encodedPath("/bucket/key")
                .method(SdkHttpMethod.PUT)
                .putHeader("Host", server.endpoint().getAuthority())
                .putHeader("Content-Length", "" + SENT.length());
        if (header.length > 0) {
            request.putHeader(header[0], header[1]);
        }
        return request.build();
    }

    private SdkHttpFullRequest toDynamoDb() {
        return request("X-Amz-Target", "DynamoDB_20120810.PutItem");
    }

    private HttpDoor.Heard send(HttpDoor door, Fault fault) throws Exception {
        return send(door, fault, request());
    }

    private HttpDoor.Heard send(HttpDoor door, Fault fault, SdkHttpFullRequest request) throws Exception {
        try (HttpDoor.Client client = door.open(HttpFaults.inOrder(fault))) {
            return client.send(request, SENT.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(HttpDoor.Heard heard) {
        return new String(heard.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void whatPassesArrivesAsItIs(HttpDoor door) throws Exception {
        assertThat(text(send(door, Fault.pass()))).isEqualTo(SENT);
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksBeforeIsNeverSeen(HttpDoor door) {
        assertThatThrownBy(() -> send(door, new Fault.BreakBefore())).isInstanceOf(IOException.class);
        assertThat(server.seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsLostIsThatOfARequestWhichIsDone(HttpDoor door) {
        assertThatThrownBy(() -> send(door, new Fault.LoseAnswer())).isInstanceOf(IOException.class);
        assertThat(server.seen()).containsExactly("PUT /bucket/key");
    }

    @ParameterizedTest
    @EnumSource
    void patienceEndsBeforeOrAfterTheRequestIsDone(HttpDoor door) {
        assertThatThrownBy(() -> send(door, new Fault.TimeOut(false))).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.seen()).isEmpty();
        assertThatThrownBy(() -> send(door, new Fault.TimeOut(true))).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.seen()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLateRequestIsSeenWhenNobodyWaitsAnyMore(HttpDoor door) throws Exception {
        Gate gate = new Gate();
        CompletableFuture<Void> delivered = new CompletableFuture<>();
        try (HttpDoor.Client client = door.open(HttpFaults.inOrder(new Fault.Late(gate, delivered)))) {
            assertThatThrownBy(() -> client.send(request(), SENT.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.seen()).isEmpty();
            gate.open();
            delivered.get(20, TimeUnit.SECONDS);
        }
        assertThat(server.seen()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aThrottledRequestIsNeverSeenAndAnsweredAsItsServiceDoes(HttpDoor door) throws Exception {
        HttpDoor.Heard byS3 = send(door, new Fault.Throttle());
        HttpDoor.Heard byDynamoDb = send(door, new Fault.Throttle(), toDynamoDb());

        assertThat(server.seen()).isEmpty();
        assertThat(byS3.head().statusCode()).isEqualTo(503);
        assertThat(text(byS3)).contains("<Code>SlowDown</Code>");
        assertThat(byDynamoDb.head().statusCode()).isEqualTo(400);
        assertThat(text(byDynamoDb)).contains("#ProvisionedThroughputExceededException");
    }

    @ParameterizedTest
    @EnumSource
    void anErrorOfTheServerHasTheFormOfItsService(HttpDoor door) throws Exception {
        HttpDoor.Heard byS3 = send(door, new Fault.ServerError(500));
        HttpDoor.Heard byDynamoDb = send(door, new Fault.ServerError(503), toDynamoDb());

        assertThat(server.seen()).isEmpty();
        assertThat(byS3.head().statusCode()).isEqualTo(500);
        assertThat(text(byS3)).contains("<Code>InternalError</Code>");
        assertThat(byDynamoDb.head().statusCode()).isEqualTo(503);
        assertThat(text(byDynamoDb)).contains("#InternalServerError");
    }

    @ParameterizedTest
    @EnumSource
    void anotherAnswerComesInsteadOfThatOfARequestWhichIsDone(HttpDoor door) throws Exception {
        Fault.Answer answer = new Fault.Answer(418, "text/plain", "short and stout");

        HttpDoor.Heard heard = send(door, new Fault.Instead(answer));

        assertThat(server.seen()).hasSize(1);
        assertThat(heard.head().statusCode()).isEqualTo(418);
        assertThat(text(heard)).isEqualTo("short and stout");
    }

    @ParameterizedTest
    @EnumSource
    void oneBitArrivesWrong(HttpDoor door) throws Exception {
        assertThat(text(send(door, new Fault.FlipBit(1)))).isEqualTo("wiat was sent");
    }

    @ParameterizedTest
    @EnumSource
    void aBitBehindTheEndIsNoBit(HttpDoor door) throws Exception {
        assertThat(text(send(door, new Fault.FlipBit(1000)))).isEqualTo(SENT);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyBreaksOff(HttpDoor door) {
        assertThatThrownBy(() -> send(door, new Fault.BreakBody(4)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("on purpose");
        assertThat(server.seen()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aHeaderIsLost(HttpDoor door) throws Exception {
        assertThat(send(door, Fault.pass()).head().firstMatchingHeader(EchoServer.HEADER))
                .isPresent();
        assertThat(send(door, new Fault.DropHeader(EchoServer.HEADER)).head().firstMatchingHeader(EchoServer.HEADER))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRequestIsHeldBeforeItIsSeen(HttpDoor door) throws Exception {
        Gate gate = new Gate();
        CompletableFuture<HttpDoor.Heard> heard = later(door, Fault.holdRequest(gate));
        gate.awaitReached();
        assertThat(server.seen()).isEmpty();
        gate.open();
        assertThat(text(heard.get(20, TimeUnit.SECONDS))).isEqualTo(SENT);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerIsHeldAfterTheRequestIsDone(HttpDoor door) throws Exception {
        Gate gate = new Gate();
        CompletableFuture<HttpDoor.Heard> heard = later(door, Fault.holdAnswer(gate));
        gate.awaitReached();
        assertThat(server.seen()).hasSize(1);
        assertThat(heard).isNotDone();
        gate.open();
        assertThat(text(heard.get(20, TimeUnit.SECONDS))).isEqualTo(SENT);
    }

    private CompletableFuture<HttpDoor.Heard> later(HttpDoor door, Fault fault) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return send(door, fault);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void requestsAndAnswersTakeTheirTime(HttpDoor door) throws Exception {
        Duration delay = Duration.ofMillis(200);
        long began = System.nanoTime();

        assertThat(text(send(door, new Fault.DelayRequest(delay)))).isEqualTo(SENT);
        assertThat(text(send(door, new Fault.DelayAnswer(delay)))).isEqualTo(SENT);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(delay.multipliedBy(2));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentAndWhatWasInjectedIsToldAfterwards(HttpDoor door) throws Exception {
        HttpFaults faults = HttpFaults.inOrder(new Fault.Throttle(), Fault.pass(), new Fault.Throttle());
        try (HttpDoor.Client client = door.open(faults)) {
            for (int i = 0; i < 3; i++) {
                client.send(request(), SENT.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(faults.requests()).hasSize(3).extracting(HttpOperation::of).containsOnly("PutObject");
        assertThat(faults.injected()).containsOnlyKeys("Throttle").containsEntry("Throttle", 2L);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRecordedWhereItWouldFillTheMemory(HttpDoor door) throws Exception {
        HttpFaults faults = HttpFaults.unrecorded((request, number) -> new Fault.Throttle());
        try (HttpDoor.Client client = door.open(faults)) {
            client.send(request(), SENT.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(faults.requests()).isEmpty();
        assertThat(faults.injected()).containsEntry("Throttle", 1L);
    }

    @Test
    void theClientsBelowAreNamedAndClosed() {
        List<String> closed = new ArrayList<>();
        HttpFaults faults = HttpFaults.inOrder();
        SdkHttpClient blocking = faults.around(new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                throw new IllegalStateException();
            }

            @Override
            public String clientName() {
                return "blocking";
            }

            @Override
            public void close() {
                closed.add(clientName());
            }
        });
        SdkAsyncHttpClient async = faults.around(new SdkAsyncHttpClient() {
            @Override
            public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
                throw new IllegalStateException();
            }

            @Override
            public String clientName() {
                return "async";
            }

            @Override
            public void close() {
                closed.add(clientName());
            }
        });
        blocking.close();
        async.close();
        assertThat(closed).containsExactly(blocking.clientName(), async.clientName());
        assertThat(closed).containsExactly("blocking", "async");
    }
}
