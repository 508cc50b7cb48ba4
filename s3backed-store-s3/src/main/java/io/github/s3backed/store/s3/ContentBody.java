package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.InputStreamPublisher;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * Content that is not in memory, read on an executor as fast as the client sends it, and again from the beginning for
 * each of the client's attempts.
 */
final class ContentBody implements AsyncRequestBody {

    private final long length;
    private final Publisher<ByteBuffer> bytes;

    ContentBody(BlobContent content, Executor executor) {
        this.length = content.length();
        this.bytes = FlowAdapters.toPublisher(InputStreamPublisher.of(content::open, executor));
    }

    @Override
    public Optional<Long> contentLength() {
        return Optional.of(length);
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        bytes.subscribe(subscriber);
    }
}
