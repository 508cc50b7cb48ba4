package io.github.s3backed.store.s3;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Small bodies arrive whole, in the buffers in which they come, so that a reader never waits for the network. One that breaks
 * off is a result and not a failure, since the client would try some of those again, but not one whose checksum is wrong;
 * this way all are tried again in one place. Large ones, and those that do not say how large they are, become a stream.
 */
final class BodyTransformer implements AsyncResponseTransformer<GetObjectResponse, ReceivedBody> {

    /** Bounds what is in memory before its reader runs. */
    static final int BUFFERED_LENGTH = 8 * 1024 * 1024;

    private Attempt attempt = new Attempt();

    @Override
    public CompletableFuture<ReceivedBody> prepare() {
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

        private final CompletableFuture<ReceivedBody> result = new CompletableFuture<>();
        private GetObjectResponse response = GetObjectResponse.builder().build();
        private @Nullable AsyncResponseTransformer<GetObjectResponse, ?> streaming;

        void receive(SdkPublisher<ByteBuffer> publisher) {
            Long length = response.contentLength();
            if (length != null && length <= BUFFERED_LENGTH) {
                collect(publisher, length.intValue());
            } else {
                stream(publisher);
            }
        }

        private void collect(SdkPublisher<ByteBuffer> publisher, int length) {
            ExactBody body = new ExactBody(length);
            body.result()
                    .whenComplete((parts, failure) -> result.complete(
                            failure == null
                                    ? new ReceivedBody.Complete(open(parts))
                                    : new ReceivedBody.Broken(failure)));
            publisher.subscribe(body);
        }

        private ResponseInputStream<GetObjectResponse> open(List<ByteBuffer> parts) {
            return new ResponseInputStream<>(response, AbortableInputStream.create(new BuffersInputStream(parts)));
        }

        private void stream(SdkPublisher<ByteBuffer> publisher) {
            StreamTransformer delegate = new StreamTransformer();
            delegate.prepare()
                    .whenComplete((stream, failure) -> result.complete(
                            failure == null ? new ReceivedBody.Arriving(stream) : new ReceivedBody.Broken(failure)));
            delegate.onResponse(response);
            delegate.onStream(publisher);
            streaming = delegate;
        }

        void fail(Throwable failure) {
            result.completeExceptionally(failure);
            if (streaming != null) {
                // The stream is out already; its reader must not wait for ever.
                streaming.exceptionOccurred(failure);
            }
        }
    }
}
