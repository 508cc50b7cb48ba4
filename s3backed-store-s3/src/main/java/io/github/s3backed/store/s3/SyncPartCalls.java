package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A blocking client, called on threads of an executor. */
record SyncPartCalls(S3Client client, Executor executor) implements S3PartCalls {

    private static final String BYTES = "application/octet-stream";

    @Override
    public CompletableFuture<CreateMultipartUploadResponse> create(CreateMultipartUploadRequest request) {
        return BlockingCall.begin(executor, () -> client.createMultipartUpload(request));
    }

    @Override
    public CompletableFuture<UploadPartResponse> upload(UploadPartRequest request, BlobContent part) {
        ContentStreams streams = new ContentStreams(part);
        RequestBody body = RequestBody.fromContentProvider(streams, part.length(), BYTES);
        UploadPartRequest whole = UnchunkedBody.isNeededBy(client) ? UnchunkedBody.addTo(request) : request;
        return BlockingCall.begin(executor, () -> {
            try (streams) {
                return client.uploadPart(whole, body);
            }
        });
    }

    @Override
    public CompletableFuture<?> complete(CompleteMultipartUploadRequest request) {
        return BlockingCall.begin(executor, () -> client.completeMultipartUpload(request));
    }

    @Override
    public CompletableFuture<?> abort(AbortMultipartUploadRequest request) {
        return BlockingCall.begin(executor, () -> client.abortMultipartUpload(request));
    }

    @Override
    public CompletableFuture<?> copy(CopyObjectRequest request) {
        return BlockingCall.begin(executor, () -> client.copyObject(request));
    }

    @Override
    public CompletableFuture<UploadPartCopyResponse> copyPart(UploadPartCopyRequest request) {
        return BlockingCall.begin(executor, () -> client.uploadPartCopy(request));
    }
}
