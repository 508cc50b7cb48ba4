package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.testkit.Gate;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What the caller of a request sees.
 *
 * @param failure as the caller gets it
 * @param rightAnswer whether the answer was what the items call for, if there was one
 */
record MatrixOutcome(@Nullable Throwable failure, boolean rightAnswer) {

    private static final long PATIENCE_SECONDS = 30;

    static MatrixOutcome of(BooleanSupplier call) {
        try {
            return new MatrixOutcome(null, call.getAsBoolean());
        } catch (Throwable e) {
            return new MatrixOutcome(e, false);
        }
    }

    /** Of a future that is cancelled when a call is held. */
    static MatrixOutcome ofCancelled(CompletableFuture<?> future, Gate gate, Runnable release) {
        gate.awaitReached();
        future.cancel(true);
        release.run();
        return of(() -> {
            try {
                future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (CancellationException e) {
                throw e;
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /**
     * Of a call on a thread that is interrupted when a call is held.
     *
     * @param inCall whether that thread makes the held call itself, which an interrupt does not end: then the answer, or
     *     the end of the connection, is what wakes it
     */
    static MatrixOutcome ofInterrupted(BooleanSupplier call, Gate gate, boolean inCall, Runnable release) {
        CompletableFuture<MatrixOutcome> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(of(call)), "matrix-caller");
        caller.setDaemon(true);
        caller.start();
        gate.awaitReached();
        caller.interrupt();
        if (inCall) {
            release.run();
        }
        MatrixOutcome end =
                outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        release.run();
        return end;
    }

    /**
     * As the rows name it.
     *
     * @param sent whether DynamoDB was asked to write
     */
    String named(boolean read, boolean sent) {
        if (failure == null) {
            return rightAnswer ? "SUCCESS" : "WRONG_ANSWER";
        }
        if (failure instanceof CancellationException) {
            return "CANCELLED";
        }
        if (failure instanceof WriteCommittedException) {
            return "COMMITTED_WITHOUT_ANSWER";
        }
        if (OutcomeUnknownException.isNotedIn(failure)) {
            return "UNKNOWN";
        }
        return (read ? "READ_FAILED" : sent ? "REJECTED" : "NOT_SENT") + "(" + cause(read) + ")";
    }

    private String cause(boolean read) {
        if (read && failure instanceof S3BackedException) {
            return S3BackedException.class.getSimpleName(); // Of the store, or of a page with more than one item.
        }
        return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answer.awsErrorDetails().errorCode()
                : failure.getClass().getSimpleName();
    }
}
