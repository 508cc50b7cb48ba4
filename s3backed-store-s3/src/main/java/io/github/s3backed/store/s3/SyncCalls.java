package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobReader;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A blocking client, called on threads of an executor. */
final class SyncCalls implements S3Calls {

    private final S3Client client;
    private final Executor executor;
    private final AppendedMd5 md5;
    private final boolean unchunked;

    /** @param md5 is shown the answers to gets */
    SyncCalls(S3Client client, Executor executor, AppendedMd5 md5) {
        this.client = client;
        this.executor = executor;
        this.md5 = md5;
        this.unchunked = UnchunkedBody.isNeededBy(client);
    }

    @Override
    public CompletableFuture<?> put(PutObjectRequest request, BlobContent content) {
        ContentStreams streams = new ContentStreams(content);
        RequestBody body = RequestBody.fromContentProvider(streams, content.length(), request.contentType());
        return submit(() -> {
            try (streams) {
                return client.putObject(unchunked ? UnchunkedBody.addTo(request) : request, body);
            }
        });
    }

    @Override
    public <R> CompletableFuture<R> get(GetObjectRequest request, BlobReader<R> reader) {
        return submit(() -> S3Bodies.read(client.getObject(request), reader, md5));
    }

    @Override
    public CompletableFuture<ResponseInputStream<GetObjectResponse>> open(GetObjectRequest request) {
        return submit(() -> client.getObject(request), ResponseInputStream::abort);
    }

    @Override
    public CompletableFuture<HeadObjectResponse> head(HeadObjectRequest request) {
        return submit(() -> client.headObject(request));
    }

    @Override
    public CompletableFuture<?> delete(DeleteObjectRequest request) {
        return submit(() -> client.deleteObject(request));
    }

    @Override
    public CompletableFuture<HeadBucketResponse> headBucket(HeadBucketRequest request) {
        return submit(() -> client.headBucket(request));
    }

    @Override
    public CompletableFuture<GetBucketVersioningResponse> versioning(GetBucketVersioningRequest request) {
        return submit(() -> client.getBucketVersioning(request));
    }

    private <T> CompletableFuture<T> submit(Callable<T> call) {
        return submit(call, unclaimed -> {});
    }

    /** @param unclaimed what is done with a result that nobody waits for any more */
    private <T> CompletableFuture<T> submit(Callable<T> call, Consumer<T> unclaimed) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> {
            if (result.isDone()) {
                return;
            }
            try {
                T value = call.call();
                if (!result.complete(value)) {
                    unclaimed.accept(value);
                }
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
