package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * A write took so long to upload that a sweep might have come before its request: it was not sent. Upload less at once, or
 * raise the write deadline (and the grace period) in the store's {@link StorePolicy}.
 */
public final class WriteExpiredException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    WriteExpiredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new WriteExpiredException(message, getCause());
    }
}
