package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * A serializer refused a value, on a write before anything was stored, or refused bytes that were verified to be the ones
 * written. On a read this means that the payload was written as another type.
 */
public final class SerializationException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public SerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new SerializationException(message, getCause());
    }
}
