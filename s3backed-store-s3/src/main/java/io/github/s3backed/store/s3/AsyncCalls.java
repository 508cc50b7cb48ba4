package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobReader;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
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

/** A client that does not block. Readers, which do, run on an executor and never on the client's own threads. */
final class AsyncCalls implements S3Calls {

    private final S3AsyncClient client;
    private final Executor executor;
    private final Executor readers;
    private final AppendedMd5 md5;

    /**
     * @param executor for what waits for the network or the disk
     * @param readers for reading what is in memory
     * @param md5 is shown the answers to gets
     */
    AsyncCalls(S3AsyncClient client, Executor executor, Executor readers, AppendedMd5 md5) {
        this.client = client;
        this.executor = executor;
        this.readers = readers;
        this.md5 = md5;
    }

    @Override
    public CompletableFuture<?> put(PutObjectRequest request, BlobContent content) {
        AsyncRequestBody body = content.buffers()
                .map(buffers -> AsyncRequestBody.fromRemainingByteBuffersUnsafe(buffers.toArray(ByteBuffer[]::new)))
                .orElseGet(() -> new ContentBody(content, executor));
        return client.putObject(request, body);
    }

    @Override
    public <R> CompletableFuture<R> get(GetObjectRequest request, BlobReader<R> reader) {
        CompletableFuture<ReceivedBody> answer = client.getObject(request, new BodyTransformer());
        CompletableFuture<R> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                answer.cancel(true);
            }
        });
        answer.whenComplete((body, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (body instanceof ReceivedBody.Broken broken) {
                result.completeExceptionally(new BodyFailure(broken.failure()));
            } else if (body instanceof ReceivedBody.Complete complete) {
                readLater(readers, complete.stream(), reader, result);
            } else if (body instanceof ReceivedBody.Arriving arriving) {
                readLater(executor, arriving.stream(), reader, result);
            }
        });
        return result;
    }

    private <R> void readLater(
            Executor threads,
            ResponseInputStream<GetObjectResponse> body,
            BlobReader<R> reader,
            CompletableFuture<R> result) {
        try {
            threads.execute(() -> read(body, reader, result));
        } catch (Throwable e) {
            // Not a rejection alone: a thread may fail to start. Thrown further it would be lost.
            body.abort();
            result.completeExceptionally(e);
        }
    }

    private <R> void read(
            ResponseInputStream<GetObjectResponse> body, BlobReader<R> reader, CompletableFuture<R> result) {
        if (result.isDone()) {
            body.abort();
            return;
        }
        try {
            result.complete(S3Bodies.read(body, reader, md5));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public CompletableFuture<ResponseInputStream<GetObjectResponse>> open(GetObjectRequest request) {
        return client.getObject(request, new StreamTransformer());
    }

    @Override
    public CompletableFuture<HeadObjectResponse> head(HeadObjectRequest request) {
        return client.headObject(request);
    }

    @Override
    public CompletableFuture<?> delete(DeleteObjectRequest request) {
        return client.deleteObject(request);
    }

    @Override
    public CompletableFuture<HeadBucketResponse> headBucket(HeadBucketRequest request) {
        return client.headBucket(request);
    }

    @Override
    public CompletableFuture<GetBucketVersioningResponse> versioning(GetBucketVersioningRequest request) {
        return client.getBucketVersioning(request);
    }
}
