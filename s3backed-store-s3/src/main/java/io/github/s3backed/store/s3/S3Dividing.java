package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Stores large content in parts, each with its SHA-256, which S3 verifies. */
final class S3Dividing {

    private final S3PartCalls calls;
    private final S3PartRequests requests;
    private final S3Assembling assembling;
    private final S3Limits limits;
    private final Executor executor;

    S3Dividing(
            S3PartCalls calls, S3PartRequests requests, S3Assembling assembling, S3Limits limits, Executor executor) {
        this.calls = calls;
        this.requests = requests;
        this.assembling = assembling;
        this.limits = limits;
        this.executor = executor;
    }

    boolean divides(BlobContent content) {
        return content.length() > limits.divideAbove();
    }

    CompletionStage<PutResult> put(
            Exchange<PutResult> exchange, String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        S3Limits.Parts parts = limits.partsOf(content.length());
        return assembling.run(exchange, new DividedContent(key, content, metadata, parts, mode));
    }

    private final class DividedContent implements S3PartedObject {

        private final String key;
        private final BlobContent content;
        private final BlobMetadata metadata;
        private final S3Limits.Parts parts;
        private final PutMode mode;

        DividedContent(String key, BlobContent content, BlobMetadata metadata, S3Limits.Parts parts, PutMode mode) {
            this.key = key;
            this.content = content;
            this.metadata = metadata;
            this.parts = parts;
            this.mode = mode;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public BlobMetadata metadata() {
            return metadata;
        }

        @Override
        public S3Limits.Parts parts() {
            return parts;
        }

        @Override
        public PutMode mode() {
            return mode;
        }

        @Override
        public CreateMultipartUploadRequest creation() {
            return requests.create(key, metadata, ChecksumAlgorithm.SHA256);
        }

        @Override
        public CompletableFuture<CompletedPart> store(PartRun<?> run, String uploadId, int number) {
            ContentSlice slice = new ContentSlice(content, parts.position(number), parts.length(number));
            return run.follow(() -> BlockingCall.begin(executor, () -> S3Work.digest(slice)))
                    .thenCompose(sha256 -> run.follow(() -> upload(uploadId, number, slice, sha256))
                            .thenApply(stored -> CompletedPart.builder()
                                    .partNumber(number)
                                    .eTag(stored.eTag())
                                    .checksumSHA256(S3PartRequests.base64(sha256))
                                    .build()));
        }

        private CompletableFuture<UploadPartResponse> upload(
                String uploadId, int number, ContentSlice slice, String sha256) {
            return calls.upload(requests.upload(key, uploadId, number, slice.length(), sha256), slice);
        }
    }
}
