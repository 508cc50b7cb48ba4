package io.github.s3backed.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** The two kinds of clients, so that a test runs on both. */
enum HttpDoor {
    BLOCKING {
        @Override
        Client open(HttpFaults faults) {
            SdkHttpClient client = faults.around(Apache5HttpClient.builder()).build();
            return new Client() {
                @Override
                public Heard send(SdkHttpFullRequest request, byte[] body) throws IOException {
                    HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                                    .request(request)
                                    .contentStreamProvider(() -> new ByteArrayInputStream(body))
                                    .build())
                            .call();
                    byte[] answer = response.responseBody().isEmpty()
                            ? new byte[0]
                            : response.responseBody().get().readAllBytes();
                    return new Heard(response.httpResponse(), answer);
                }

                @Override
                public void close() {
                    client.close();
                }
            };
        }
    },
    ASYNC {
        @Override
        Client open(HttpFaults faults) {
            SdkAsyncHttpClient client = faults.around(
                            NettyNioAsyncHttpClient.builder().eventLoopGroup(EVENT_LOOP))
                    .build();
            return new Client() {
                @Override
                public Heard send(SdkHttpFullRequest request, byte[] body) throws Exception {
                    Listener listener = new Listener();
                    client.execute(AsyncExecuteRequest.builder()
                            .request(request)
                            .requestContentPublisher(new OneBuffer(body))
                            .responseHandler(listener)
                            .build());
                    return listener.await();
                }

                @Override
                public void close() {
                    client.close();
                }
            };
        }
    };

    /** Shared, since one of its own would keep a client two seconds from closing. Its threads are daemons. */
    private static final SdkEventLoopGroup EVENT_LOOP =
            SdkEventLoopGroup.builder().build();

    abstract Client open(HttpFaults faults);

    /** Sends requests, and fails with an {@link IOException} where the connection does. */
    interface Client extends AutoCloseable {
        Heard send(SdkHttpFullRequest request, byte[] body) throws Exception;

        @Override
        void close();
    }

    /** What a client heard. */
    record Heard(SdkHttpResponse head, byte[] body) {}

    private record OneBuffer(byte[] bytes) implements SdkHttpContentPublisher {

        @Override
        public Optional<Long> contentLength() {
            return Optional.of((long) bytes.length);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            FaultyAsyncHttpClient.bodyOf(bytes).subscribe(subscriber);
        }
    }

    private static final class Listener implements SdkAsyncHttpResponseHandler, Subscriber<ByteBuffer> {

        private final AtomicReference<SdkHttpResponse> head = new AtomicReference<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final CompletableFuture<Heard> heard = new CompletableFuture<>();

        Heard await() throws Exception {
            try {
                return heard.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : e;
            }
        }

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            head.set(headers);
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            stream.subscribe(this);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            body.writeBytes(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            heard.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            heard.complete(new Heard(head.get(), body.toByteArray()));
        }
    }
}
