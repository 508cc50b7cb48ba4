package io.github.s3backed.test.servers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
    private final Runnable close;

    FaultyAsyncHttpClient(SdkAsyncHttpClient client, HttpFaults faults, Runnable close) {
        this.client = client;
        this.faults = faults;
        this.close = close;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Fault fault = faults.next(request.request());
        SdkAsyncHttpResponseHandler handler = request.responseHandler();
        if (HttpFaults.endsBefore(fault)) {
            return fail(handler, fault);
        }
        if (fault instanceof Fault.Late late) {
            late.gate()
                    .arrive()
                    .thenRun(() -> client.execute(with(request, new Deaf())).whenComplete((done, failure) -> {
                        if (failure == null) {
                            late.delivered().complete(null);
                        } else {
                            late.delivered().completeExceptionally(failure);
                        }
                    }));
            return fail(handler, fault);
        }
        if (fault instanceof Fault.Answer answer) {
            return answer(answer, handler);
        }
        if (fault instanceof Fault.Instead instead) {
            return client.execute(with(request, new Deaf())).thenCompose(done -> answer(instead.answer(), handler));
        }
        if (HttpFaults.endsAfter(fault)) {
            return client.execute(with(request, new Deaf()))
                    .handle((nothing, failure) -> fail(handler, fault))
                    .thenCompose(failed -> failed);
        }
        if (fault instanceof Fault.HoldRequest held) {
            return when(held.gate().arrive(), handler, () -> client.execute(request));
        }
        if (fault instanceof Fault.HoldAnswer held) {
            HeldAnswer answer = new HeldAnswer();
            CompletableFuture<Void> done = client.execute(with(request, answer));
            return when(done.thenCompose(answered -> held.gate().arrive()), handler, () -> answer.give(handler));
        }
        return client.execute(with(request, new FaultyHandler(handler, fault)));
    }

    /** Goes on when the gate is open, unless the SDK has given up by then. */
    private static CompletableFuture<Void> when(
            CompletableFuture<Void> open, SdkAsyncHttpResponseHandler handler, Supplier<CompletableFuture<Void>> next) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        open.whenComplete((passed, broken) -> {
            if (!result.isDone()) {
                CompletableFuture<Void> end = broken == null ? next.get() : fail(handler, Fault.pass());
                end.whenComplete((done, failure) -> {
                    if (failure == null) {
                        result.complete(null);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            }
        });
        return result;
    }

    private static CompletableFuture<Void> answer(Fault.Answer answer, SdkAsyncHttpResponseHandler handler) {
        handler.onHeaders(FaultyHttpClient.head(answer));
        handler.onStream(AsyncRequestBody.fromBytes(answer.body().getBytes(StandardCharsets.UTF_8)));
        return CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> fail(SdkAsyncHttpResponseHandler handler, Fault fault) {
        handler.onError(HttpFaults.end(fault));
        return CompletableFuture.failedFuture(HttpFaults.end(fault));
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
        close.run();
    }

    /** Builds it over the SDK's default client, with the defaults that the service has. */
    record Builder(HttpFaults faults) implements SdkAsyncHttpClient.Builder<Builder> {

        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            SdkAsyncHttpClient own =
                    NettyNioAsyncHttpClient.builder().eventLoopGroup(EVENT_LOOP).buildWithDefaults(defaults);
            return new FaultyAsyncHttpClient(own, faults, own::close);
        }
    }

    /** Hears nothing of the answer. */
    private static class Deaf implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {

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

    /** Keeps the answer to give it later. */
    private static final class HeldAnswer extends Deaf {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private volatile SdkHttpResponse head =
                SdkHttpResponse.builder().statusCode(500).build();

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            head = headers;
        }

        @Override
        public void onNext(ByteBuffer part) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            body.writeBytes(bytes);
        }

        CompletableFuture<Void> give(SdkAsyncHttpResponseHandler handler) {
            handler.onHeaders(head);
            handler.onStream(AsyncRequestBody.fromBytes(body.toByteArray()));
            return CompletableFuture.completedFuture(null);
        }
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
