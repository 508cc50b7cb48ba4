package io.github.s3backed.testkit;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * HTTP clients for the AWS SDK that send requests to a real server, and do to them, and to its answers, what a plan says:
 *
 * <pre>{@code
 * HttpFaults faults = HttpFaults.of(FaultRules.builder()
 *         .nth(1, HttpOperation.named("PutItem"), new Fault.LoseAnswer())
 *         .build());
 * DynamoDbClient client = DynamoDbClient.builder()
 *         .httpClientBuilder(faults.around(Apache5HttpClient.builder()))
 *         .build();
 * }</pre>
 *
 * <p>Each attempt of a call is a request of its own, since the SDK tries again above its HTTP client. One object may make any
 * number of clients; its plan sees the requests of all of them. Safe for use by many threads.
 */
public final class HttpFaults {

    private final Plan plan;
    private final boolean recording;
    private final List<SdkHttpRequest> requests = new ArrayList<>();
    private final SortedMap<String, Long> injected = new TreeMap<>();
    private int count;

    private HttpFaults(Plan plan, boolean recording) {
        this.plan = plan;
        this.recording = recording;
    }

    /** Faults as {@code plan} says, with all {@link #requests} kept. */
    public static HttpFaults of(Plan plan) {
        return new HttpFaults(plan, true);
    }

    /** Faults as {@code plan} says, without a record of {@link #requests}: for so many that they would fill the memory. */
    public static HttpFaults unrecorded(Plan plan) {
        return new HttpFaults(plan, false);
    }

    /** One fault per request in this order, and none after them. */
    public static HttpFaults inOrder(Fault... faults) {
        List<Fault> order = List.of(faults);
        return of((request, number) -> number <= order.size() ? order.get(number - 1) : Fault.pass());
    }

    /** The same fault for every request. */
    public static HttpFaults always(Fault fault) {
        return of((request, number) -> fault);
    }

    /** A client over another; closing it closes that one. */
    public SdkHttpClient around(SdkHttpClient client) {
        return new FaultyHttpClient(client, this);
    }

    /** Builds a client over the one that {@code client} builds; for {@code httpClientBuilder}, so that the SDK closes both. */
    public SdkHttpClient.Builder<?> around(SdkHttpClient.Builder<?> client) {
        return new FaultyHttpClient.Builder(client, this);
    }

    /** A client that does not block, over another; closing it closes that one. */
    public SdkAsyncHttpClient around(SdkAsyncHttpClient client) {
        return new FaultyAsyncHttpClient(client, this);
    }

    /** Builds a client over the one that {@code client} builds; for {@code httpClientBuilder}, so that the SDK closes both. */
    public SdkAsyncHttpClient.Builder<?> around(SdkAsyncHttpClient.Builder<?> client) {
        return new FaultyAsyncHttpClient.Builder(client, this);
    }

    /** The requests that the SDK has sent so far, attempt by attempt; a copy. Empty if they are not recorded. */
    public synchronized List<SdkHttpRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many faults there were so far, by the simple names of their classes; a copy. Requests that passed are not in it. */
    public synchronized SortedMap<String, Long> injected() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(injected));
    }

    /** What becomes of a request. Its fault is one that the clients know. */
    synchronized Fault next(SdkHttpRequest request) {
        count++;
        if (recording) {
            requests.add(request);
        }
        Fault fault = plan.faultFor(request, count);
        if (!(fault instanceof Fault.Pass)) {
            injected.merge(fault.getClass().getSimpleName(), 1L, Long::sum);
        }
        return resolved(fault, HttpOperation.isOfDynamoDb(request));
    }

    private static Fault resolved(Fault fault, boolean ofDynamoDb) {
        if (fault instanceof Fault.Throttle) {
            return ofDynamoDb
                    ? Fault.dynamoDbError(400, "ProvisionedThroughputExceededException")
                    : Fault.s3Error(503, "SlowDown");
        }
        if (fault instanceof Fault.ServerError error) {
            return ofDynamoDb
                    ? Fault.dynamoDbError(error.status(), "InternalServerError")
                    : Fault.s3Error(error.status(), "InternalError");
        }
        if (fault instanceof Fault.DelayRequest delay) {
            return Fault.holdRequest(Gate.openingAfter(delay.by()));
        }
        return fault;
    }

    static IOException broken() {
        return new IOException("The connection was broken on purpose.");
    }

    /** How a connection ends by a fault. */
    static IOException end(Fault fault) {
        return fault instanceof Fault.TimeOut || fault instanceof Fault.Late
                ? new SocketTimeoutException("The answer did not arrive in time, on purpose.")
                : broken();
    }

    /** Whether the server does not see the request. */
    static boolean endsBefore(Fault fault) {
        return fault instanceof Fault.BreakBefore || fault instanceof Fault.TimeOut timeOut && !timeOut.done();
    }

    /** Whether the server sees the request, and the client no answer. */
    static boolean endsAfter(Fault fault) {
        return fault instanceof Fault.LoseAnswer || fault instanceof Fault.TimeOut timeOut && timeOut.done();
    }

    /** Says what becomes of each request. {@link FaultRules} is one that is made of rules. */
    @FunctionalInterface
    public interface Plan {

        /**
         * What becomes of a request. Called once per request, on the thread that sends it, by one thread at a time.
         *
         * @param number counts the requests of all clients of one {@link HttpFaults}, from 1
         */
        Fault faultFor(SdkHttpRequest request, int number);
    }
}
