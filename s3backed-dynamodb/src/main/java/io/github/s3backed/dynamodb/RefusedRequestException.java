package io.github.s3backed.dynamodb;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * A request asks for something that cannot be done correctly with an offloaded attribute, such as a condition on its
 * value, which DynamoDB does not hold. Nothing was sent or stored. The message says what to change.
 */
public final class RefusedRequestException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message for the person who reads it at night, and its cause.
     *
     * @param cause what led to it, or null
     */
    public RefusedRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new RefusedRequestException(message, getCause());
    }
}
