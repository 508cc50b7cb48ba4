package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * A blob store could not do, or could not confirm, what it was asked. The cause is the client's own exception, untouched:
 * it tells a denied request from a throttled one. After a failed write its effect is unknown.
 */
public final class BlobStoreException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public BlobStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new BlobStoreException(message, getCause());
    }
}
