package io.github.s3backed.test.servers;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * HTTP clients that send requests to a real server and do to them, and to its answers, what a plan says. Safe for use by
 * many threads.
 */
public final class HttpFaults {

    private final Plan plan;
    private final HttpGate gate;
    private final List<SdkHttpRequest> requests = new CopyOnWriteArrayList<>();

    private HttpFaults(Plan plan, HttpGate gate) {
        this.plan = plan;
        this.gate = gate;
    }

    /** Faults as {@code plan} says. */
    public static HttpFaults of(Plan plan) {
        return new HttpFaults(plan, new HttpGate());
    }

    /** The same plan, and no requests yet, behind a gate: what it lets pass meets the faults. */
    public HttpFaults behind(HttpGate before) {
        return new HttpFaults(plan, before);
    }

    /** One fault per request in this order, and none after them. */
    public static HttpFaults inOrder(Fault... faults) {
        return of((request, number) -> number <= faults.length ? faults[number - 1] : Fault.pass());
    }

    /** The same fault for every request. */
    public static HttpFaults always(Fault fault) {
        return of((request, number) -> fault);
    }

    /** A client that blocks, to be handed to {@code httpClientBuilder}, so that the SDK closes it. */
    public SdkHttpClient.Builder<?> blocking() {
        return gate.around(new FaultyHttpClient.Builder(this));
    }

    /** A client that does not block, to be handed to {@code httpClientBuilder}, so that the SDK closes it. */
    public SdkAsyncHttpClient.Builder<?> async() {
        return gate.around(new FaultyAsyncHttpClient.Builder(this));
    }

    /** A client over another that others use as well; closing it leaves that one open. */
    public SdkHttpClient over(SdkHttpClient shared) {
        return new FaultyHttpClient(shared, this, () -> {});
    }

    /** A client over another that others use as well; closing it leaves that one open. */
    public SdkAsyncHttpClient over(SdkAsyncHttpClient shared) {
        return new FaultyAsyncHttpClient(shared, this, () -> {});
    }

    /** The requests that the SDK has sent so far, attempt by attempt; a copy. */
    public List<SdkHttpRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized Fault next(SdkHttpRequest request) {
        requests.add(request);
        return plan.faultFor(request, requests.size());
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

    /** Says what becomes of each request. */
    @FunctionalInterface
    public interface Plan {

        /**
         * What becomes of a request.
         *
         * @param number counts from 1
         */
        Fault faultFor(SdkHttpRequest request, int number);
    }
}
