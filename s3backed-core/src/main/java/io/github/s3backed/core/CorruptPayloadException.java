package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * What is stored is not what was written: bytes are missing, altered or too many, the fingerprint differs, or the format
 * is of a later version. Nothing of the payload was handed out. Trying again does not help; a former version of the
 * object may.
 */
public final class CorruptPayloadException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public CorruptPayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new CorruptPayloadException(message, getCause());
    }
}
