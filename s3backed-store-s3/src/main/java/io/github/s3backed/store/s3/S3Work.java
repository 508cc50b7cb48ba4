package io.github.s3backed.store.s3;

import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The operations, made of calls, with the little that the SDK does not try again by itself. */
final class S3Work {

    static final int CONFLICTS = 5;
    static final int READS = 3;

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final long BACKOFF_MILLIS = 25;

    private final S3Calls calls;
    private final S3Requests requests;
    private final Executor executor;

    S3Work(S3Calls calls, S3Requests requests, Executor executor) {
        this.calls = calls;
        this.requests = requests;
        this.executor = executor;
    }

    CompletionStage<PutResult> put(
            Exchange<PutResult> exchange, String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return sha256(content)
                .thenCompose(sha256 ->
                        put(exchange, requests.put(key, content.length(), sha256, metadata, mode), content, CONFLICTS));
    }

    private CompletionStage<PutResult> put(
            Exchange<PutResult> exchange, PutObjectRequest request, BlobContent content, int conflictsLeft) {
        exchange.requireNotCancelled();
        return handle(exchange.follow(calls.put(request, content)), (stored, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(PutResult.STORED);
            }
            if (request.ifNoneMatch() != null && S3Errors.hasStatus(failure, S3Errors.PRECONDITION_FAILED)) {
                return CompletableFuture.completedFuture(PutResult.EXISTS);
            }
            if (S3Errors.isConflict(failure) && conflictsLeft > 0) {
                return backOff(conflictsLeft)
                        .thenComposeAsync(nothing -> put(exchange, request, content, conflictsLeft - 1), executor);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** A pause that doubles, with full jitter; no thread waits for its end. */
    static CompletionStage<Void> backOff(int left) {
        long longest = BACKOFF_MILLIS << (CONFLICTS - left);
        long millis = ThreadLocalRandom.current().nextLong(1, longest + 1);
        // Not delayed on the store's executor: if that has ended by then, nobody would hear of it.
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run));
    }

    private CompletionStage<String> sha256(BlobContent content) {
        return content.sha256()
                .<CompletionStage<String>>map(CompletableFuture::completedFuture)
                // Reading twice costs less than the SDK's chunked coding does harm, and the object keeps a hash.
                .orElseGet(() -> CompletableFuture.supplyAsync(() -> digest(content), executor));
    }

    static String digest(BlobContent content) {
        try (InputStream in = content.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform is required to have it, see java.security.MessageDigest.
            throw new AssertionError(e);
        }
    }

    <R> CompletionStage<R> get(Exchange<R> exchange, String key, BlobReader<R> reader) {
        return reader.verifies()
                ? handle(
                        get(exchange, requests.unverified(key), reader, READS),
                        (value, failure) -> isCorrupt(failure)
                                // It may be so on its way here alone, which the client can tell.
                                ? get(exchange, requests.get(key), reader, READS)
                                : done(value, failure))
                : get(exchange, requests.get(key), reader, READS);
    }

    private static boolean isCorrupt(@Nullable Throwable failure) {
        return failure instanceof S3Calls.ReaderFailure && failure.getCause() instanceof CorruptPayloadException;
    }

    private static <R> CompletionStage<R> done(R value, @Nullable Throwable failure) {
        return failure == null ? CompletableFuture.completedFuture(value) : CompletableFuture.failedFuture(failure);
    }

    private <R> CompletionStage<R> get(
            Exchange<R> exchange, GetObjectRequest request, BlobReader<R> reader, int readsLeft) {
        exchange.requireNotCancelled();
        return handle(exchange.follow(calls.get(request, reader)), (value, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(value);
            }
            if (failure instanceof S3Calls.BodyFailure broken) {
                return readsLeft > 1
                        ? get(exchange, request, reader, readsLeft - 1)
                        : CompletableFuture.failedFuture(broken.getCause());
            }
            return S3Errors.isNotFoundInSilence(failure) && readsLeft > 1
                    ? whatIsNotThere(exchange, request.key(), failure)
                            .thenCompose(appeared -> get(exchange, request, reader, readsLeft - 1))
                    : CompletableFuture.failedFuture(failure);
        });
    }

    /**
     * The native client looks at an object by a HEAD before it reads it. Fails with what is missing, and completes if by now
     * nothing is.
     */
    CompletionStage<Boolean> whatIsNotThere(Exchange<?> exchange, String key, Throwable silence) {
        return handle(
                ask(exchange, requests.probe(key), READS),
                (found, failure) -> failure == null || S3Errors.hasStatus(failure, RANGE_NOT_SATISFIABLE)
                        ? CompletableFuture.completedFuture(true)
                        : CompletableFuture.failedFuture(S3Errors.isNotFound(failure) ? failure : silence));
    }

    /** Asks for a byte: the body of the answer says what is missing, unless it breaks off before that, and then it is asked again. */
    private CompletionStage<Boolean> ask(Exchange<?> exchange, GetObjectRequest probe, int left) {
        exchange.requireNotCancelled();
        return handle(
                exchange.follow(calls.get(probe, (info, body) -> true)),
                (found, failure) -> S3Errors.isNotFoundInSilence(failure) && left > 1
                        ? ask(exchange, probe, left - 1)
                        : done(true, failure));
    }

    /** @param versionId null for the current version */
    CompletionStage<Optional<BlobInfo>> head(
            Exchange<Optional<BlobInfo>> exchange, String key, @Nullable String versionId) {
        HeadObjectRequest request =
                requests.head(key).toBuilder().versionId(versionId).build();
        return handle(exchange.follow(calls.head(request)), (response, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedFuture(Optional.of(S3Answers.info(response)));
            }
            if (versionId != null && S3Errors.hasStatus(failure, METHOD_NOT_ALLOWED)) {
                // What S3 answers for a delete marker that is asked for by its id. It says nothing else of an object.
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return S3Errors.isNotFound(failure)
                    ? probe(exchange, key, versionId)
                    : CompletableFuture.failedFuture(failure);
        });
    }

    /**
     * Asks what a HEAD found missing, the object or its bucket. If there is an object by now, then there was none when the
     * HEAD looked.
     */
    private CompletionStage<Optional<BlobInfo>> probe(
            Exchange<Optional<BlobInfo>> exchange, String key, @Nullable String versionId) {
        GetObjectRequest probe =
                requests.probe(key).toBuilder().versionId(versionId).build();
        return handle(ask(exchange, probe, READS), (found, failure) -> {
            boolean answered = failure == null
                    || S3Errors.isNoSuchKey(failure)
                    || S3Errors.isNoSuchVersion(failure)
                    || S3Errors.hasStatus(failure, RANGE_NOT_SATISFIABLE);
            return answered
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(failure);
        });
    }

    CompletionStage<Void> delete(Exchange<Void> exchange, String key) {
        return handle(
                exchange.follow(calls.delete(requests.delete(key))),
                (deleted, failure) ->
                        // S3 answers 204 where there is nothing to delete; some of those that speak like it do not.
                        failure == null || S3Errors.isNoSuchKey(failure)
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(failure));
    }

    /** As {@link CompletableFuture#handle}, with the failure itself, for a function that may make further calls. */
    static <T, R> CompletionStage<R> handle(
            CompletionStage<T> call, BiFunction<T, Throwable, CompletionStage<R>> next) {
        return call.handle((value, failure) -> next.apply(value, failure == null ? null : S3Errors.unwrap(failure)))
                .thenCompose(Function.identity());
    }
}
