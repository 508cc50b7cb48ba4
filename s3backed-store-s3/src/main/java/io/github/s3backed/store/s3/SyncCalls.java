package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A blocking client, called on threads of an executor. */
final class SyncCalls implements S3Calls {

    private final S3Client client;
    private final Executor executor;
    private final boolean unchunked;

    SyncCalls(S3Client client, Executor executor) {
        this.client = client;
        this.executor = executor;
        this.unchunked = UnchunkedBody.isNeededBy(client);
    }

    @Override
    public CompletableFuture<?> put(PutObjectRequest request, BlobContent content) {
        // Opened anew by each of the client's attempts, and never copied.
        RequestBody body =
                RequestBody.fromContentProvider(() -> open(content), content.length(), request.contentType());
        return submit(() -> client.putObject(unchunked ? UnchunkedBody.addTo(request) : request, body));
    }

    private static InputStream open(BlobContent content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <R> CompletableFuture<R> get(GetObjectRequest request, BlobReader<R> reader) {
        return submit(() -> S3Bodies.read(client.getObject(request), reader));
    }

    @Override
    public CompletableFuture<HeadObjectResponse> head(HeadObjectRequest request) {
        return submit(() -> client.headObject(request));
    }

    @Override
    public CompletableFuture<?> delete(DeleteObjectRequest request) {
        return submit(() -> client.deleteObject(request));
    }

    private <T> CompletableFuture<T> submit(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> {
            if (result.isDone()) {
                return;
            }
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
