package io.github.s3backed.test.servers;

import java.io.IOException;
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
