package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * There is no object where a reference points to, and the store said so.
 */
public final class BlobNotFoundException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public BlobNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new BlobNotFoundException(message, getCause());
    }
}
