package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/** Copies objects where they are: small ones in one request, large ones in parts. */
final class S3Copying {

    private final S3PartCalls calls;
    private final S3PartRequests requests;
    private final S3Assembling assembling;
    private final S3Limits limits;

    S3Copying(S3PartCalls calls, S3PartRequests requests, S3Assembling assembling, S3Limits limits) {
        this.calls = calls;
        this.requests = requests;
        this.assembling = assembling;
        this.limits = limits;
    }

    CompletionStage<Void> copy(Exchange<Void> exchange, S3Source source, BlobInfo observed, String key) {
        CompletableFuture<?> copied = observed.length() <= limits.copyAbove()
                ? exchange.follow(calls.copy(requests.copy(source, observed, key)))
                : assembling
                        .run(exchange, new DividedCopy(source, observed, key))
                        .toCompletableFuture();
        return S3Work.handle(
                copied,
                (done, failure) -> failure == null
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(ofSource(source, failure)));
    }

    /** What a failure says of the source, or the failure itself. */
    private static Throwable ofSource(S3Source source, Throwable failure) {
        String where = "s3://" + source.settings().bucket() + "/" + source.key();
        if (S3Errors.isNoSuchKey(failure) || S3Errors.isNoSuchVersion(failure)) {
            return new BlobNotFoundException("There is no object " + where + " to copy.", failure);
        }
        return S3Errors.hasStatus(failure, S3Errors.PRECONDITION_FAILED)
                ? new BlobChangedException(
                        "The object " + where + " was replaced since it was observed, and not copied. Begin again.",
                        failure)
                : failure;
    }

    private final class DividedCopy implements S3PartedObject {

        private final S3Source source;
        private final BlobInfo observed;
        private final String key;
        private final S3Limits.Parts parts;

        DividedCopy(S3Source source, BlobInfo observed, String key) {
            this.source = source;
            this.observed = observed;
            this.key = key;
            this.parts = limits.copiesOf(observed.length());
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public BlobMetadata metadata() {
            return observed.metadata();
        }

        @Override
        public S3Limits.Parts parts() {
            return parts;
        }

        @Override
        public PutMode mode() {
            return PutMode.OVERWRITE;
        }

        @Override
        public CreateMultipartUploadRequest creation() {
            return requests.create(key, observed.metadata(), null);
        }

        @Override
        public CompletableFuture<CompletedPart> store(PartRun<?> run, String uploadId, int number) {
            long first = parts.position(number);
            String range = "bytes=" + first + "-" + (first + parts.length(number) - 1);
            return run.follow(() -> calls.copyPart(requests.copyPart(source, observed, range, key, uploadId, number)))
                    .thenApply(copied -> CompletedPart.builder()
                            .partNumber(number)
                            .eTag(copied.copyPartResult().eTag())
                            .build());
        }
    }
}
