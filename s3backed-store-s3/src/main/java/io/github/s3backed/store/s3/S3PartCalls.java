package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The calls that make an object out of others or of parts, over either client. As those of {@link S3Calls}, but that a call
 * which cannot be broken off is not done before it has ended.
 */
interface S3PartCalls {

    CompletableFuture<CreateMultipartUploadResponse> create(CreateMultipartUploadRequest request);

    CompletableFuture<UploadPartResponse> upload(UploadPartRequest request, BlobContent part);

    CompletableFuture<?> complete(CompleteMultipartUploadRequest request);

    CompletableFuture<?> abort(AbortMultipartUploadRequest request);

    CompletableFuture<?> copy(CopyObjectRequest request);

    CompletableFuture<UploadPartCopyResponse> copyPart(UploadPartCopyRequest request);
}
