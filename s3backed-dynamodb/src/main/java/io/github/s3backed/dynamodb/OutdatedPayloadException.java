package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * A payload was asked for some time after its item was read, and the item holds another one by now, or is gone: its object went with
 * it. Nothing is wrong: read the item again.
 */
public final class OutdatedPayloadException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    OutdatedPayloadException(String table, String attribute, Reference reference, Throwable cause) {
        this(
                "Attribute '" + attribute + "' of an item of table '" + table
                        + "' was replaced or deleted since the item" + " was read, and its object " + reference
                        + " with it. Read the item again.",
                cause);
    }

    private OutdatedPayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new OutdatedPayloadException(message, getCause());
    }
}
