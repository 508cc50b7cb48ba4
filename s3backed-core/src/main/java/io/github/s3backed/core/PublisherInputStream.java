package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The bytes of a publisher, of which it asks for one buffer after the other. Used by one thread, which waits for them. */
final class PublisherInputStream extends InputStream implements Flow.Subscriber<ByteBuffer> {

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private @Nullable Signal end;

    PublisherInputStream(Flow.Publisher<ByteBuffer> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        signals.add(new Subscribed(given));
    }

    @Override
    public void onNext(ByteBuffer next) {
        signals.add(new Next(next));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new End(failure));
    }

    @Override
    public void onComplete() {
        signals.add(new End(null));
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(count, buffer.remaining());
        buffer.get(target, offset, n);
        return n;
    }

    private boolean fill() throws IOException {
        while (!buffer.hasRemaining() && end == null) {
            Signal signal = await();
            if (signal instanceof Subscribed begin) {
                subscription = begin.subscription();
                subscription.request(1);
            } else if (signal instanceof Next next) {
                buffer = next.buffer();
                if (!buffer.hasRemaining() && subscription != null) {
                    subscription.request(1);
                }
            } else if (signal instanceof End last) {
                end = last;
            }
        }
        if (buffer.hasRemaining()) {
            return true;
        }
        if (end instanceof End failed && failed.failure() != null) {
            throw new IOException("The publisher of this payload failed: " + failed.failure(), failed.failure());
        }
        return false;
    }

    private Signal await() throws IOException {
        try {
            return signals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the publisher of a payload.");
        }
    }

    @Override
    public void close() {
        if (subscription != null && end == null) {
            subscription.cancel();
        }
    }

    private sealed interface Signal {}

    private record Subscribed(Flow.Subscription subscription) implements Signal {}

    private record Next(ByteBuffer buffer) implements Signal {}

    private record End(@Nullable Throwable failure) implements Signal {}
}
