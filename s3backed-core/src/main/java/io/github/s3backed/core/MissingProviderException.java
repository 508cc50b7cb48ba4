package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * A serializer, compressor or blob store is needed and not there. The message names what was asked for, what was found,
 * and the artifact to add.
 */
public final class MissingProviderException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public MissingProviderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new MissingProviderException(message, getCause());
    }
}
