package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A note, suppressed by the exception that a write failed with: that write, or an earlier attempt of it, may have been done
 * or may be done yet. Everything it uploaded was kept. Read the item, consistently, to see what became of it.
 */
public final class OutcomeUnknownException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether {@code failure}, which a wrapped client has thrown, carries this note. */
    public static boolean isNotedIn(Throwable failure) {
        return failure instanceof OutcomeUnknownException
                || Arrays.stream(failure.getSuppressed()).anyMatch(OutcomeUnknownException.class::isInstance);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new OutcomeUnknownException(message, getCause());
    }
}
