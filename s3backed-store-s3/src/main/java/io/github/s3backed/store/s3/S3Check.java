package io.github.s3backed.store.s3;

import io.github.s3backed.core.BlobStoreProbe;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.Finding;
import io.github.s3backed.core.spi.Finding.Severity;
import io.github.s3backed.core.spi.StoreUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;

/** What can be said of a bucket before it is used. */
final class S3Check {

    private static final int FORBIDDEN = 403;

    private final S3Settings settings;
    private final S3Calls calls;
    private final S3Requests requests;

    S3Check(S3Settings settings, S3Calls calls, S3Requests requests) {
        this.settings = settings;
        this.calls = calls;
        this.requests = requests;
    }

    CompletionStage<List<Finding>> run(BlobStore store, StoreUse use) {
        return attempt(() -> calls.headBucket(requests.bucket()))
                .handle((answer, failure) -> failure == null ? Optional.<Finding>empty() : unreachable(failure))
                .thenCompose(unreachable -> unreachable.isPresent()
                        ? CompletableFuture.completedFuture(List.of(unreachable.get()))
                        : probe(store, use));
    }

    private CompletionStage<List<Finding>> probe(BlobStore store, StoreUse use) {
        return BlobStoreProbe.probe(store, use).thenCombine(versioning(use), (findings, versioning) -> {
            List<Finding> all = new ArrayList<>(findings);
            versioning.ifPresent(all::add);
            return List.copyOf(all);
        });
    }

    /** What makes all further questions pointless. A denied HeadBucket does not: it needs s3:ListBucket, and others do not. */
    private Optional<Finding> unreachable(Throwable wrapped) {
        Throwable failure = S3Errors.unwrap(wrapped);
        if (S3Errors.hasStatus(failure, FORBIDDEN)) {
            return Optional.empty();
        }
        return Optional.of(finding(Severity.ERROR, "The bucket cannot be reached: " + S3Errors.ofBucket(failure)));
    }

    private CompletionStage<Optional<Finding>> versioning(StoreUse use) {
        return attempt(() -> calls.versioning(S3Requests.versioning(settings)))
                .handle((answer, failure) ->
                        failure == null ? judge(answer, use) : Optional.of(notTold(S3Errors.unwrap(failure))));
    }

    private Optional<Finding> judge(GetBucketVersioningResponse answer, StoreUse use) {
        if (answer.status() == BucketVersioningStatus.ENABLED) {
            return Optional.of(finding(
                    Severity.INFO,
                    "Versioning is enabled: objects that are deleted stay as non-current versions, and are paid for, until"
                            + " a lifecycle rule (NoncurrentVersionExpiration) removes them."));
        }
        return use.sharedKeys()
                ? Optional.of(finding(
                        Severity.WARNING,
                        "Several items may refer to one object, and versioning is not enabled: objects that nothing"
                                + " refers to any more cannot be swept without a risk for writers, and stay. Enable"
                                + " versioning, or use key templates with {writeId}."))
                : Optional.empty();
    }

    private Finding notTold(Throwable failure) {
        String answer = failure instanceof AwsServiceException refused
                ? "S3 answered " + refused.statusCode()
                : "there was no complete answer";
        return finding(
                Severity.INFO,
                "Whether the bucket keeps the versions of deleted objects is not known (" + answer
                        + "). Allow the caller s3:GetBucketVersioning to be told.");
    }

    private Finding finding(Severity severity, String message) {
        return new Finding(severity, "s3://" + settings.bucket(), message);
    }

    /** A call that ends as a future also if the client, or the executor, throws. */
    private static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
