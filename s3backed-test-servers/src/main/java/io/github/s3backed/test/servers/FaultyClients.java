package io.github.s3backed.test.servers;

import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.HttpFaults;
import java.util.List;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** The HTTP clients that the tests use, below faults, and behind a gate: what it lets pass meets the faults. */
public record FaultyClients(HttpFaults faults, HttpGate gate) {

    /** Shared, since one of its own would keep a client two seconds from closing. Its threads are daemons. */
    private static final SdkEventLoopGroup EVENT_LOOP =
            SdkEventLoopGroup.builder().build();

    /** With these faults, and a gate that holds nothing. */
    public FaultyClients(HttpFaults faults) {
        this(faults, new HttpGate());
    }

    /** As {@link HttpFaults#of}. */
    public static FaultyClients of(HttpFaults.Plan plan) {
        return new FaultyClients(HttpFaults.of(plan));
    }

    /** As {@link HttpFaults#inOrder}. */
    public static FaultyClients inOrder(Fault... faults) {
        return new FaultyClients(HttpFaults.inOrder(faults));
    }

    /** As {@link HttpFaults#always}. */
    public static FaultyClients always(Fault fault) {
        return new FaultyClients(HttpFaults.always(fault));
    }

    /** The same faults behind another gate. */
    public FaultyClients behind(HttpGate before) {
        return new FaultyClients(faults, before);
    }

    /** A client that blocks, to be handed to {@code httpClientBuilder}, so that the SDK closes it. */
    public SdkHttpClient.Builder<?> blocking() {
        return gate.around(faults.around(Apache5HttpClient.builder()));
    }

    /** A client that does not block, to be handed to {@code httpClientBuilder}, so that the SDK closes it. */
    public SdkAsyncHttpClient.Builder<?> async() {
        return gate.around(faults.around(NettyNioAsyncHttpClient.builder().eventLoopGroup(EVENT_LOOP)));
    }

    /** As {@link HttpFaults#requests}. */
    public List<SdkHttpRequest> requests() {
        return faults.requests();
    }
}
