package io.github.s3backed.cli;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.MissingProviderException;
import io.github.s3backed.core.PayloadTooLargeException;
import io.github.s3backed.dynamodb.RefusedRequestException;
import io.github.s3backed.sweeper.SweepRefusedException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.core.exception.AbortedException;

/** What each kind of failure means to whoever called. */
final class Failures {

    private Failures() {}

    static CliException explain(Throwable failure) {
        Throwable inner = unwrap(failure);
        if (isInterruption(inner)) {
            return CliException.of(
                    ExitCode.INTERRUPTED, List.of("Interrupted. Run it again with the same options to go on."), inner);
        }
        if (inner instanceof CliException ours) {
            return ours;
        }
        if (inner instanceof SweepRefusedException refused) {
            return CliException.of(ExitCode.REFUSED, refused.reasons(), refused);
        }
        return CliException.of(exitCode(inner), List.of(message(inner)), inner);
    }

    private static int exitCode(Throwable failure) {
        if (failure instanceof MissingProviderException
                || failure instanceof FileAlreadyExistsException
                || failure instanceof NoSuchFileException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof RefusedRequestException) {
            return ExitCode.REFUSED;
        }
        return isDefect(failure) ? ExitCode.FOUND : ExitCode.FAILED;
    }

    private static boolean isDefect(Throwable failure) {
        return failure instanceof BlobNotFoundException
                || failure instanceof CorruptPayloadException
                || failure instanceof InvalidReferenceException
                || failure instanceof PayloadTooLargeException;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage() == null ? "It failed." : failure.getMessage();
        if (failure instanceof FileAlreadyExistsException) {
            return message + " is there already. Give another name, or --overwrite.";
        }
        if (failure instanceof NoSuchFileException) {
            return message + ": there is no such file or folder.";
        }
        // Of what is ours the message is a sentence; elsewhere it may be as little as a name.
        return failure.getClass().getName().startsWith("io.github.s3backed.")
                ? message
                : message + " (" + failure.getClass().getSimpleName() + ")";
    }

    /** What is behind the wrappers of futures and of streams, whose cause says more. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null
                && (inner instanceof CompletionException
                        || inner instanceof ExecutionException
                        || inner instanceof IOException && isDefect(inner.getCause()))) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isInterruption(Throwable failure) {
        if (Interruption.isRequested()) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof AbortedException) {
                return true;
            }
        }
        return false;
    }
}
