package io.github.s3backed.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a publisher, of which it asks for one buffer after the other. Used by one thread, which waits for them; another one may
 * close it, which ends that wait.
 */
final class PublisherInputStream extends InputStream implements Flow.Subscriber<ByteBuffer> {

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;
    private boolean asked;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private @Nullable End end;

    PublisherInputStream(Flow.Publisher<ByteBuffer> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        boolean wanted;
        synchronized (lock) {
            wanted = subscription == null && !closed;
            if (wanted) {
                subscription = given;
            }
        }
        if (wanted) {
            signals.add(new Subscribed());
        } else {
            given.cancel(); // Reactive Streams, rule 2.5.
        }
    }

    @Override
    public void onNext(ByteBuffer next) {
        signals.add(new Next(Objects.requireNonNull(next, "next")));
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        signals.add(new End(new IOException("The publisher of this payload failed: " + failure, failure)));
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
            ask();
            Signal signal = await();
            if (signal instanceof Next next) {
                buffer = next.buffer();
                asked = false;
            } else if (signal instanceof End last) {
                end = last;
            }
        }
        if (!buffer.hasRemaining() && end != null && end.failure() != null) {
            throw end.failure();
        }
        return buffer.hasRemaining();
    }

    private void ask() {
        Flow.Subscription from;
        synchronized (lock) {
            from = subscription;
        }
        if (from != null && !asked) {
            asked = true;
            from.request(1);
        }
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
        Flow.Subscription from;
        synchronized (lock) {
            closed = true;
            from = subscription;
        }
        if (from != null) {
            from.cancel();
        }
        signals.add(new End(new IOException("The stream is closed.")));
    }

    private sealed interface Signal {}

    private record Subscribed() implements Signal {}

    private record Next(ByteBuffer buffer) implements Signal {}

    private record End(@Nullable IOException failure) implements Signal {}
}
