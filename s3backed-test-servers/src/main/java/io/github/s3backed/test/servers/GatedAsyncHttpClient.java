package io.github.s3backed.test.servers;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.utils.AttributeMap;

/** The client of {@link HttpGate} that does not block. */
final class GatedAsyncHttpClient implements SdkAsyncHttpClient {

    private final SdkAsyncHttpClient client;
    private final HttpGate gate;

    GatedAsyncHttpClient(SdkAsyncHttpClient client, HttpGate gate) {
        this.client = client;
        this.gate = gate;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Passage passage = gate.enter(request.request());
        HttpGate.Exit exit = gate.new Exit();
        CompletableFuture<Void> result = new CompletableFuture<>();
        if (passage.late()) {
            gate.countLate(1);
            passage.request()
                    .thenCompose(open -> client.execute(with(request, new UnheardHandler())))
                    .whenComplete((done, failure) -> gate.countLate(-1));
            exit.leave();
            request.responseHandler().onError(HttpGate.broken());
            result.completeExceptionally(HttpGate.broken());
            return result;
        }
        result.whenComplete((nothing, failure) -> exit.leave());
        passage.request().thenRun(() -> {
            if (!result.isDone()) {
                send(request, passage, exit, result);
            }
        });
        return result;
    }

    private void send(
            AsyncExecuteRequest request, Passage passage, HttpGate.Exit exit, CompletableFuture<Void> result) {
        CompletableFuture<Void> sent =
                client.execute(with(request, new GatedHandler(request.responseHandler(), passage, exit)));
        result.whenComplete((nothing, failure) -> {
            if (failure != null) {
                sent.completeExceptionally(failure); // So the SDK aborts what it has given up.
            }
        });
        sent.whenComplete((nothing, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private static AsyncExecuteRequest with(AsyncExecuteRequest request, SdkAsyncHttpResponseHandler handler) {
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

    /** Builds it around another. */
    record Builder(SdkAsyncHttpClient.Builder<?> client, HttpGate gate) implements SdkAsyncHttpClient.Builder<Builder> {

        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new GatedAsyncHttpClient(client.buildWithDefaults(defaults), gate);
        }
    }

    /** Hears nothing of the answer. */
    private record UnheardHandler() implements SdkAsyncHttpResponseHandler {

        @Override
        public void onHeaders(SdkHttpResponse headers) {}

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            SdkPublisher.adapt(stream).subscribe(part -> {});
        }

        @Override
        public void onError(Throwable failure) {}
    }

    /** Hears the answer when it may, and tells its end. */
    private record GatedHandler(
            SdkAsyncHttpResponseHandler handler,
            Passage passage,
            HttpGate.Exit exit,
            AtomicReference<SdkHttpResponse> head)
            implements SdkAsyncHttpResponseHandler {

        GatedHandler(SdkAsyncHttpResponseHandler handler, Passage passage, HttpGate.Exit exit) {
            this(handler, passage, exit, new AtomicReference<>());
        }

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            head.set(headers);
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            passage.answer().thenRun(() -> {
                handler.onHeaders(head.get());
                handler.onStream(subscriber -> stream.subscribe(new CountedSubscriber(subscriber, exit)));
            });
        }

        @Override
        public void onError(Throwable failure) {
            exit.leave();
            handler.onError(failure);
        }
    }

    /** A body whose end is the end of the request. */
    private record CountedSubscriber(Subscriber<? super ByteBuffer> subscriber, HttpGate.Exit exit)
            implements Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer part) {
            subscriber.onNext(part);
        }

        @Override
        public void onError(Throwable failure) {
            exit.leave();
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            exit.leave();
            subscriber.onComplete();
        }
    }
}
