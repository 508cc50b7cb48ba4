package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A client that does not block. Content is read on an executor. */
record AsyncPartCalls(S3AsyncClient client, Executor executor) implements S3PartCalls {

    @Override
    public CompletableFuture<CreateMultipartUploadResponse> create(CreateMultipartUploadRequest request) {
        return client.createMultipartUpload(request);
    }

    @Override
    public CompletableFuture<UploadPartResponse> upload(UploadPartRequest request, BlobContent part) {
        return client.uploadPart(request, new ContentBody(part, executor));
    }

    @Override
    public CompletableFuture<?> complete(CompleteMultipartUploadRequest request) {
        return client.completeMultipartUpload(request);
    }

    @Override
    public CompletableFuture<?> abort(AbortMultipartUploadRequest request) {
        return client.abortMultipartUpload(request);
    }

    @Override
    public CompletableFuture<?> copy(CopyObjectRequest request) {
        return client.copyObject(request);
    }

    @Override
    public CompletableFuture<UploadPartCopyResponse> copyPart(UploadPartCopyRequest request) {
        return client.uploadPartCopy(request);
    }
}
