package io.github.s3backed.store.s3;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Small bodies arrive whole, in one array that is made once, so that a reader never waits for the network and the client
 * tries again by itself if a body breaks off. Large ones, and those that do not say how large they are, become a stream.
 */
final class BodyTransformer
        implements AsyncResponseTransformer<GetObjectResponse, ResponseInputStream<GetObjectResponse>> {

    /** Bounds what a response with a false Content-Length can make us allocate. */
    static final int BUFFERED_LENGTH = 8 * 1024 * 1024;

    private Attempt attempt = new Attempt();

    @Override
    public CompletableFuture<ResponseInputStream<GetObjectResponse>> prepare() {
        attempt = new Attempt();
        return attempt.result;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
        attempt.response = response;
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
        attempt.receive(publisher);
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        attempt.fail(failure);
    }

    /** The client calls the methods of its transformer again, from the beginning, for each of its attempts. */
    private static final class Attempt {

        private final CompletableFuture<ResponseInputStream<GetObjectResponse>> result = new CompletableFuture<>();
        private final AsyncResponseTransformer<GetObjectResponse, ResponseInputStream<GetObjectResponse>> streaming =
                AsyncResponseTransformer.toBlockingInputStream();
        private GetObjectResponse response = GetObjectResponse.builder().build();

        void receive(SdkPublisher<ByteBuffer> publisher) {
            Long length = response.contentLength();
            if (length != null && length <= BUFFERED_LENGTH) {
                ExactBody body = new ExactBody(length.intValue());
                body.result().whenComplete((bytes, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        result.complete(new ResponseInputStream<>(
                                response, AbortableInputStream.create(new ByteArrayInputStream(bytes))));
                    }
                });
                publisher.subscribe(body);
            } else {
                streaming.prepare().whenComplete((stream, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        result.complete(stream);
                    }
                });
                streaming.onResponse(response);
                streaming.onStream(publisher);
            }
        }

        void fail(Throwable failure) {
            // A stream that was handed out already must end with the failure, too, instead of waiting for ever.
            if (result.isDone()) {
                streaming.exceptionOccurred(failure);
            }
            result.completeExceptionally(failure);
        }
    }
}
