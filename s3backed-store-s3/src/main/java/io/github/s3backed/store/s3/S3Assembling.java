package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Multipart uploads: begin, store the parts, complete. Nobody sees an object before the last of these was done. Whatever fails,
 * the upload is aborted, so that no parts are left that cost money; those of one whose beginning was not confirmed, or whose
 * abort failed, are left to a lifecycle rule or a sweep.
 */
final class S3Assembling {

    private static final int ABORTS = 3;

    private final S3PartCalls calls;
    private final S3PartRequests requests;
    private final S3Work work;
    private final int parallel;
    private final Executor executor;

    S3Assembling(S3PartCalls calls, S3PartRequests requests, S3Work work, int parallel, Executor executor) {
        this.calls = calls;
        this.requests = requests;
        this.work = work;
        this.parallel = parallel;
        this.executor = executor;
    }

    CompletionStage<PutResult> run(Exchange<?> exchange, S3PartedObject object) {
        return run(exchange, object, S3Work.CONFLICTS);
    }

    private CompletionStage<PutResult> run(Exchange<?> exchange, S3PartedObject object, int conflictsLeft) {
        exchange.requireNotCancelled();
        // Not cancelled with the exchange: whoever does not hear of an upload's id cannot abort it.
        return calls.create(object.creation()).thenCompose(begun -> {
            Upload upload = new Upload(object, begun.uploadId(), S3Answers.date(begun), conflictsLeft);
            return S3Work.handle(
                    parts(exchange, upload),
                    (parts, failure) -> failure == null
                            ? complete(exchange, upload, parts)
                            : abandon(upload, failure).thenCompose(ended -> CompletableFuture.failedFuture(failure)));
        });
    }

    private CompletableFuture<List<CompletedPart>> parts(Exchange<?> exchange, Upload upload) {
        PartRun<CompletedPart> run = new PartRun<>(upload.object().parts().count(), parallel);
        CompletableFuture<List<CompletedPart>> ended =
                run.begin(number -> upload.object().store(run, upload.id(), number));
        CompletableFuture<Void> handle = new CompletableFuture<>();
        handle.whenComplete((nothing, cancelled) -> run.cancel());
        exchange.follow(handle);
        return ended;
    }

    private CompletionStage<PutResult> complete(Exchange<?> exchange, Upload upload, List<CompletedPart> parts) {
        PutMode mode = upload.object().mode();
        return S3Work.handle(
                calls.complete(requests.complete(upload.object().key(), upload.id(), parts, mode)),
                (completed, failure) -> failure == null
                        ? CompletableFuture.completedFuture(PutResult.STORED)
                        : settle(exchange, upload, failure));
    }

    private CompletionStage<PutResult> settle(Exchange<?> exchange, Upload upload, Throwable failure) {
        boolean conditional = upload.object().mode() == PutMode.IF_ABSENT;
        if (S3Errors.isNoSuchUpload(failure)) {
            return confirm(upload, failure);
        }
        if (conditional && S3Errors.hasStatus(failure, S3Errors.PRECONDITION_FAILED)) {
            return abandon(upload, failure).thenApply(ended -> PutResult.EXISTS);
        }
        if (conditional && S3Errors.isConflict(failure) && upload.conflictsLeft() > 0) {
            // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html: begin the upload again.
            return abandon(upload, failure)
                    .thenCompose(ended -> S3Work.backOff(upload.conflictsLeft()))
                    .thenComposeAsync(paused -> run(exchange, upload.object(), upload.conflictsLeft() - 1), executor);
        }
        return abandon(upload, failure)
                .thenCompose(ended ->
                        ended == Ended.WAS_GONE ? confirm(upload, failure) : CompletableFuture.failedFuture(failure));
    }

    /**
     * An upload that is not there any more was completed, and its answer lost, if there is an object like it that is not older.
     * S3 dates such an object by the beginning of its upload, in whole seconds.
     */
    private CompletionStage<PutResult> confirm(Upload upload, Throwable failure) {
        Exchange<Optional<BlobInfo>> look = new Exchange<>();
        return S3Work.handle(work.head(look, upload.object().key(), null).toCompletableFuture(), (found, unseen) -> {
            if (unseen != null) {
                failure.addSuppressed(unseen);
            }
            return unseen == null && found.filter(upload::made).isPresent()
                    ? CompletableFuture.completedFuture(PutResult.STORED)
                    : CompletableFuture.failedFuture(failure);
        });
    }

    /** Aborts an upload because of {@code failure}, which takes up why that failed if it did. */
    private CompletionStage<Ended> abandon(Upload upload, Throwable failure) {
        return abort(upload, ABORTS).exceptionally(unaborted -> {
            failure.addSuppressed(S3Errors.unwrap(unaborted));
            return Ended.PERHAPS;
        });
    }

    private CompletionStage<Ended> abort(Upload upload, int left) {
        return S3Work.handle(startAbort(upload), (aborted, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(Ended.NOW);
            }
            if (S3Errors.isNoSuchUpload(failure)) {
                return CompletableFuture.completedFuture(Ended.WAS_GONE);
            }
            return left > 1
                    ? S3Work.backOff(left).thenCompose(paused -> abort(upload, left - 1))
                    : CompletableFuture.failedFuture(failure);
        });
    }

    private CompletableFuture<?> startAbort(Upload upload) {
        try {
            return calls.abort(requests.abort(upload.object().key(), upload.id()));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What became of an upload that was aborted. */
    private enum Ended {
        NOW,
        WAS_GONE,
        PERHAPS
    }

    /** @param begunAt by the clock of S3 */
    private record Upload(S3PartedObject object, String id, Instant begunAt, int conflictsLeft) {

        boolean made(BlobInfo found) {
            return found.length() == object.parts().length()
                    && found.metadata().equals(object.metadata())
                    && !found.lastModified().isBefore(begunAt.truncatedTo(ChronoUnit.SECONDS));
        }
    }
}
