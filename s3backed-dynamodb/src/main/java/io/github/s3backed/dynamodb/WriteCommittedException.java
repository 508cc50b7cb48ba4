package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB has done a write, and what it was asked to return is not available: an image's payload could not be fetched, or
 * the answer was lost and could not be rebuilt. Do not write again; read the item if you need it.
 */
public final class WriteCommittedException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    WriteCommittedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new WriteCommittedException(message, getCause());
    }
}
