package io.github.s3backed.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

class AbortablePublisherTest {

    private final List<Subscriber<? super ByteBuffer>> subscribers = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final Subscription subscription = new Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {
            cancelled.incrementAndGet();
        }
    };

    private ResponseInputStream<GetObjectResponse> open() {
        StreamTransformer transformer = new StreamTransformer();
        var opened = transformer.prepare();
        transformer.onResponse(GetObjectResponse.builder().contentLength(10L).build());
        transformer.onStream(SdkPublisher.adapt(subscribers::add));
        return opened.join();
    }

    @Test
    void aBodyThatIsBrokenOffBeforeItsSubscriptionComesIsCancelledWhenItComes() {
        ResponseInputStream<GetObjectResponse> stream = open();
        stream.abort();
        subscribers.get(0).onSubscribe(subscription);

        assertThat(cancelled.get()).isPositive();
    }

    @Test
    void aBodyThatIsBrokenOffLaterIsCancelledAtOnce() {
        ResponseInputStream<GetObjectResponse> stream = open();
        subscribers.get(0).onSubscribe(subscription);
        assertThat(cancelled).hasValue(0);
        stream.abort();

        assertThat(cancelled.get()).isPositive();
    }
}
