package io.github.s3backed.store.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects a body of announced length, and takes neither less nor more. It keeps the buffers that it is given, as the SDK's own
 * streams do, and copies none of them.
 */
final class ExactBody implements Subscriber<ByteBuffer> {

    private final int length;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final CompletableFuture<List<ByteBuffer>> result = new CompletableFuture<>();
    private int missing;
    private volatile boolean subscribed;

    ExactBody(int length) {
        this.length = length;
        this.missing = length;
    }

    CompletableFuture<List<ByteBuffer>> result() {
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
        if (part.remaining() > missing) {
            result.completeExceptionally(new IOException(
                    "The body is longer than the " + length + " bytes that its Content-Length announced."));
        } else if (!result.isDone()) {
            missing -= part.remaining();
            parts.add(part);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (missing > 0) {
            result.completeExceptionally(new IOException("The body ended after " + (length - missing) + " of the "
                    + length + " bytes that its Content-Length announced."));
        } else {
            result.complete(parts);
        }
    }
}
