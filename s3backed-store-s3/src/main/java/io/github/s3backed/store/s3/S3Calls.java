package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobReader;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.ResponseInputStream;
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

/**
 * The calls, over either client. None waits; futures fail with the client's exceptions, perhaps wrapped in
 * {@link java.util.concurrent.CompletionException}, and cancelling one cancels the client's where it has any.
 */
interface S3Calls {

    CompletableFuture<?> put(PutObjectRequest request, BlobContent content);

    /**
     * Reads an object once, on a thread that may block.
     *
     * @return a future that fails with {@link ReaderFailure} if the reader failed by itself and with {@link BodyFailure}
     *     if the body broke off
     */
    <R> CompletableFuture<R> get(GetObjectRequest request, BlobReader<R> reader);

    /**
     * Asks for an object and leaves the reading of it to others, who then own the response. One that comes after the future was
     * cancelled is aborted.
     */
    CompletableFuture<ResponseInputStream<GetObjectResponse>> open(GetObjectRequest request);

    CompletableFuture<HeadObjectResponse> head(HeadObjectRequest request);

    CompletableFuture<?> delete(DeleteObjectRequest request);

    CompletableFuture<HeadBucketResponse> headBucket(HeadBucketRequest request);

    CompletableFuture<GetBucketVersioningResponse> versioning(GetBucketVersioningRequest request);

    /** What the reader threw on its own account. */
    final class ReaderFailure extends Exception {
        private static final long serialVersionUID = 1L;

        ReaderFailure(Throwable cause) {
            super(cause);
        }
    }

    /** The body could not be read to where the reader wanted to. */
    final class BodyFailure extends Exception {
        private static final long serialVersionUID = 1L;

        BodyFailure(Throwable cause) {
            super(cause);
        }
    }
}
