package io.github.s3backed.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.utils.AttributeMap;
import software.amazon.awssdk.utils.async.SimplePublisher;

/** The client of {@link HttpFaults} that does not block. */
final class FaultyAsyncHttpClient implements SdkAsyncHttpClient {

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
        if (HttpFaults.endsBefore(fault)) {
            return fail(handler, fault);
        }
        if (fault instanceof Fault.Late late) {
            late.gate().arrive().thenCompose(open -> unheard(request)).whenComplete(into(late.delivered()));
            return fail(handler, fault);
        }
        if (fault instanceof Fault.Answer answer) {
            return answer(answer, handler);
        }
        if (fault instanceof Fault.HoldRequest held) {
            return when(held.gate().arrive(), handler, () -> client.execute(request));
        }
        return executeNow(request, handler, fault);
    }

    private CompletableFuture<Void> executeNow(
            AsyncExecuteRequest request, SdkAsyncHttpResponseHandler handler, Fault fault) {
        if (fault instanceof Fault.Instead instead) {
            return unheard(request).thenCompose(done -> answer(instead.answer(), handler));
        }
        if (HttpFaults.endsAfter(fault)) {
            return unheard(request)
                    .handle((nothing, failure) -> fail(handler, fault))
                    .thenCompose(failed -> failed);
        }
        if (fault instanceof Fault.HoldAnswer held) {
            return holdAnswer(request, handler, held::gate);
        }
        if (fault instanceof Fault.DelayAnswer delay) {
            return holdAnswer(request, handler, () -> Gate.openingAfter(delay.by()));
        }
        return client.execute(with(request, new FaultyHandler(handler, fault)));
    }

    private CompletableFuture<Void> holdAnswer(
            AsyncExecuteRequest request, SdkAsyncHttpResponseHandler handler, Supplier<Gate> gate) {
        HeldAnswer answer = new HeldAnswer();
        CompletableFuture<Void> done = client.execute(with(request, answer));
        return when(done.thenCompose(answered -> gate.get().arrive()), handler, () -> answer.give(handler));
    }

    /** Goes on when the gate is open, unless the SDK has given up by then. */
    private static CompletableFuture<Void> when(
            CompletableFuture<Void> open, SdkAsyncHttpResponseHandler handler, Supplier<CompletableFuture<Void>> next) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        open.whenComplete((passed, broken) -> {
            if (!result.isDone()) {
                CompletableFuture<Void> end = broken == null ? next.get() : fail(handler, Fault.pass());
                end.whenComplete(into(result));
            }
        });
        return result;
    }

    private static BiConsumer<Void, @Nullable Throwable> into(CompletableFuture<Void> result) {
        return (nothing, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(failure);
            }
        };
    }

    private static CompletableFuture<Void> answer(Fault.Answer answer, SdkAsyncHttpResponseHandler handler) {
        handler.onHeaders(FaultyHttpClient.head(answer));
        handler.onStream(bodyOf(answer.body().getBytes(StandardCharsets.UTF_8)));
        return CompletableFuture.completedFuture(null);
    }

    static Publisher<ByteBuffer> bodyOf(byte[] bytes) {
        SimplePublisher<ByteBuffer> body = new SimplePublisher<>();
        if (bytes.length > 0) {
            body.send(ByteBuffer.wrap(bytes));
        }
        body.complete();
        return body;
    }

    private static CompletableFuture<Void> fail(SdkAsyncHttpResponseHandler handler, Fault fault) {
        handler.onError(HttpFaults.end(fault));
        return CompletableFuture.failedFuture(HttpFaults.end(fault));
    }

    /** Sends the request, with nobody who hears of its answer. */
    private CompletableFuture<Void> unheard(AsyncExecuteRequest request) {
        return client.execute(with(request, new DeafHandler()));
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
    public String clientName() {
        return client.clientName(); // The SDK tells it to the service.
    }

    @Override
    public void close() {
        client.close();
    }

    /** Builds it over another, with the defaults that the service has. */
    record Builder(SdkAsyncHttpClient.Builder<?> client, HttpFaults faults)
            implements SdkAsyncHttpClient.Builder<Builder> {

        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new FaultyAsyncHttpClient(client.buildWithDefaults(defaults), faults);
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
}
