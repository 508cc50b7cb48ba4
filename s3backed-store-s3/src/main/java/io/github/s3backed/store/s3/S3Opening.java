package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobBody;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Opens objects whose bodies others read. What breaks from then on, the client tries no more than this does. */
final class S3Opening {

    private final S3Calls calls;
    private final S3Requests requests;
    private final S3Work work;
    private final AppendedMd5 md5;

    S3Opening(S3Calls calls, S3Requests requests, S3Work work, AppendedMd5 md5) {
        this.calls = calls;
        this.requests = requests;
        this.work = work;
        this.md5 = md5;
    }

    CompletionStage<BlobBody> open(Exchange<BlobBody> exchange, String key, long position, @Nullable String tag) {
        return open(exchange, requests.open(key, position, tag), position, S3Work.READS);
    }

    private CompletionStage<BlobBody> open(
            Exchange<BlobBody> exchange, GetObjectRequest request, long position, int left) {
        exchange.requireNotCancelled();
        return S3Work.handle(exchange.follow(calls.open(request)), (response, failure) -> {
            if (failure == null) {
                BlobBody body = S3Body.of(response, position);
                md5.lookAt(response.response());
                return CompletableFuture.completedFuture(body);
            }
            return S3Errors.isNotFoundInSilence(failure) && left > 1
                    ? work.whatIsNotThere(exchange, request.key(), failure)
                            .thenCompose(appeared -> open(exchange, request, position, left - 1))
                    : CompletableFuture.failedFuture(failure);
        });
    }
}
