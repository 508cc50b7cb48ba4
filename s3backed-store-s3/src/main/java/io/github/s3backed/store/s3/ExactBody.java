package io.github.s3backed.store.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Collects a body of announced length without growing, and takes neither less nor more. */
final class ExactBody implements Subscriber<ByteBuffer> {

    private final ByteBuffer bytes;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private volatile boolean subscribed;

    ExactBody(int length) {
        this.bytes = ByteBuffer.allocate(length);
    }

    CompletableFuture<byte[]> result() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (subscribed) {
            // Reactive Streams, rule 2.5
            subscription.cancel();
            return;
        }
        subscribed = true;
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                subscription.cancel();
            }
        });
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
        if (part.remaining() > bytes.remaining()) {
            result.completeExceptionally(new IOException(
                    "The body is longer than the " + bytes.capacity() + " bytes that its Content-Length announced."));
        } else if (!result.isDone()) {
            bytes.put(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (bytes.hasRemaining()) {
            result.completeExceptionally(new IOException("The body ended after " + bytes.position() + " of the "
                    + bytes.capacity() + " bytes that its Content-Length announced."));
        } else {
            result.complete(bytes.array());
        }
    }
}
