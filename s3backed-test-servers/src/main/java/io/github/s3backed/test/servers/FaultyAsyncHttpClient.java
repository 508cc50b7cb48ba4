package io.github.s3backed.test.servers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.utils.AttributeMap;

/** The client of {@link HttpFaults} that does not block. */
final class FaultyAsyncHttpClient implements SdkAsyncHttpClient {

    /** Shared, since one of its own would keep a client two seconds from closing. Its threads are daemons. */
    private static final SdkEventLoopGroup EVENT_LOOP =
            SdkEventLoopGroup.builder().build();

    private final SdkAsyncHttpClient client;
    private final HttpFaults faults;

    FaultyAsyncHttpClient(SdkAsyncHttpClient client, HttpFaults faults) {
        this.client = client;
        this.faults = faults;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Fault fault = faults.next(request.request());
        SdkAsyncHttpResponseHandler handler = request.responseHandler();
        if (fault instanceof Fault.BreakBefore) {
            return fail(handler);
        }
        if (fault instanceof Fault.Answer answer) {
            handler.onHeaders(FaultyHttpClient.head(answer));
            handler.onStream(AsyncRequestBody.fromBytes(answer.body().getBytes(StandardCharsets.UTF_8)));
            return CompletableFuture.completedFuture(null);
        }
        if (fault instanceof Fault.LoseAnswer) {
            return client.execute(unheard(request))
                    .handle((nothing, failure) -> fail(handler))
                    .thenCompose(failed -> failed);
        }
        return client.execute(with(request, new FaultyHandler(handler, fault)));
    }

    private static CompletableFuture<Void> fail(SdkAsyncHttpResponseHandler handler) {
        handler.onError(HttpFaults.broken());
        return CompletableFuture.failedFuture(HttpFaults.broken());
    }

    /** The request, with nobody who hears of its answer. */
    static AsyncExecuteRequest unheard(AsyncExecuteRequest request) {
        return with(request, new Deaf());
    }

    static AsyncExecuteRequest with(AsyncExecuteRequest request, SdkAsyncHttpResponseHandler handler) {
        return AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(request.requestContentPublisher())
                .fullDuplex(request.fullDuplex())
                .responseHandler(handler)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Builds it over the SDK's default client, with the defaults that the service has. */
    record Builder(HttpFaults faults) implements SdkAsyncHttpClient.Builder<Builder> {

        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new FaultyAsyncHttpClient(
                    NettyNioAsyncHttpClient.builder().eventLoopGroup(EVENT_LOOP).buildWithDefaults(defaults), faults);
        }
    }

    /** Hears nothing of the answer. */
    private static final class Deaf implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {

        @Override
        public void onHeaders(SdkHttpResponse headers) {}

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            stream.subscribe(this);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    /** Hears the answer with a fault in it. */
    private record FaultyHandler(SdkAsyncHttpResponseHandler handler, Fault fault)
            implements SdkAsyncHttpResponseHandler {

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            handler.onHeaders(
                    fault instanceof Fault.DropHeader drop
                            ? FaultyHttpClient.withoutHeader(headers, drop.name())
                            : headers);
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            handler.onStream(subscriber -> stream.subscribe(new FaultySubscriber(subscriber, fault)));
        }

        @Override
        public void onError(Throwable failure) {
            handler.onError(failure);
        }
    }

    /** A body that flips a bit or breaks. */
    private static final class FaultySubscriber implements Subscriber<ByteBuffer> {

        private final Subscriber<? super ByteBuffer> subscriber;
        private final Fault fault;
        private Subscription subscription = new NoSubscription();
        private long position;
        private boolean broken;

        FaultySubscriber(Subscriber<? super ByteBuffer> subscriber, Fault fault) {
            this.subscriber = subscriber;
            this.fault = fault;
        }

        @Override
        public void onSubscribe(Subscription upstream) {
            subscription = upstream;
            subscriber.onSubscribe(upstream);
        }

        @Override
        public void onNext(ByteBuffer part) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            if (broken) {
                return;
            }
            if (fault instanceof Fault.FlipBit flip && flip.position() - position < bytes.length) {
                if (flip.position() >= position) {
                    bytes[(int) (flip.position() - position)] ^= 1;
                }
            }
            if (fault instanceof Fault.BreakBody limit && limit.position() - position <= bytes.length) {
                breakAfter(ByteBuffer.wrap(bytes, 0, (int) (limit.position() - position)));
                return;
            }
            position += bytes.length;
            subscriber.onNext(ByteBuffer.wrap(bytes));
        }

        private void breakAfter(ByteBuffer last) {
            broken = true;
            if (last.hasRemaining()) {
                subscriber.onNext(last);
            }
            subscription.cancel();
            subscriber.onError(HttpFaults.broken());
        }

        @Override
        public void onError(Throwable failure) {
            if (!broken) {
                subscriber.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!broken) {
                subscriber.onComplete();
            }
        }
    }

    /** Before there is one. */
    private record NoSubscription() implements Subscription {

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }
}
