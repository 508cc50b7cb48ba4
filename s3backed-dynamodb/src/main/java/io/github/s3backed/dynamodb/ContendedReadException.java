package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/** An item was replaced again and again while it was read. Nothing is wrong with it; read it again. */
public final class ContendedReadException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    ContendedReadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new ContendedReadException(message, getCause());
    }
}
