package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * A payload is larger than the configured limit. On a write nothing was stored; on a read, decompression was stopped.
 */
public final class PayloadTooLargeException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public PayloadTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new PayloadTooLargeException(message, getCause());
    }
}
