package io.github.s3backed.store.s3;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The body of a response that can be broken off before anybody knows its subscription. The SDK's blocking stream, if it is closed
 * that early, lets go of the subscription that comes later without cancelling it: the connection would be held until it times out.
 */
final class AbortablePublisher implements SdkPublisher<ByteBuffer> {

    private final SdkPublisher<ByteBuffer> publisher;
    private @Nullable Subscription subscription;
    private boolean aborted;

    AbortablePublisher(SdkPublisher<ByteBuffer> publisher) {
        this.publisher = publisher;
    }

    /** The same stream, which breaks this off when it is aborted. */
    ResponseInputStream<GetObjectResponse> breaking(ResponseInputStream<GetObjectResponse> stream) {
        return new ResponseInputStream<>(stream.response(), AbortableInputStream.create(stream, () -> {
            abort();
            stream.abort();
        }));
    }

    void abort() {
        Subscription known;
        synchronized (this) {
            aborted = true;
            known = subscription;
        }
        if (known != null) {
            known.cancel();
        }
    }

    /** Whether it is to be cancelled at once. */
    private synchronized boolean isAborted(Subscription given) {
        subscription = given;
        return aborted;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        publisher.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription given) {
                if (isAborted(given)) {
                    given.cancel();
                }
                subscriber.onSubscribe(given);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                subscriber.onNext(bytes);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
