package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * The object was replaced by another one under its key between two requests that belong together. Nothing is wrong with it:
 * begin again.
 */
public final class BlobChangedException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public BlobChangedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new BlobChangedException(message, getCause());
    }
}
