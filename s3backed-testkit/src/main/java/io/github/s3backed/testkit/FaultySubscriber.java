package io.github.s3backed.testkit;

import java.nio.ByteBuffer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Takes a body, and flips a bit of it or breaks. */
final class FaultySubscriber implements Subscriber<ByteBuffer> {

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
        if (fault instanceof Fault.FlipBit flip) {
            flip(bytes, flip.position() - position);
        }
        if (fault instanceof Fault.BreakBody limit && limit.position() - position <= bytes.length) {
            breakAfter(ByteBuffer.wrap(bytes, 0, (int) (limit.position() - position)));
            return;
        }
        position += bytes.length;
        subscriber.onNext(ByteBuffer.wrap(bytes));
    }

    private static void flip(byte[] bytes, long at) {
        if (at >= 0 && at < bytes.length) {
            bytes[(int) at] ^= 1;
        }
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

    /** Before there is one. */
    private record NoSubscription() implements Subscription {

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }
}
