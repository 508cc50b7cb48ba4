package io.github.s3backed.streams;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/** A record is younger than the handler's grace. It is to come again. */
final class RecordTooYoungException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    RecordTooYoungException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new RecordTooYoungException(message, getCause());
    }
}
