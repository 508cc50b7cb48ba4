package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * An attribute holds a reference that is not followed: it is malformed, or points outside of the configured stores and key
 * templates, or to another item's object. No request was sent.
 */
public final class InvalidReferenceException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public InvalidReferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new InvalidReferenceException(message, getCause());
    }
}
