package io.github.s3backed.store.s3;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A body as a stream that blocks, whatever its size, and which can be broken off at any time. */
final class StreamTransformer
        implements AsyncResponseTransformer<GetObjectResponse, ResponseInputStream<GetObjectResponse>> {

    private final AsyncResponseTransformer<GetObjectResponse, ResponseInputStream<GetObjectResponse>> delegate =
            AsyncResponseTransformer.toBlockingInputStream();
    private volatile @Nullable AbortablePublisher body;

    @Override
    public CompletableFuture<ResponseInputStream<GetObjectResponse>> prepare() {
        return delegate.prepare().thenApply(stream -> {
            AbortablePublisher opened = body;
            return opened == null ? stream : opened.breaking(stream);
        });
    }

    @Override
    public void onResponse(GetObjectResponse response) {
        delegate.onResponse(response);
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
        AbortablePublisher opened = new AbortablePublisher(publisher);
        body = opened;
        delegate.onStream(opened);
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        delegate.exceptionOccurred(failure);
    }
}
