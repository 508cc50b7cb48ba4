package io.github.s3backed.sweeper;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * A sweep, a verification, a migration or a restoration did not come to its end. What it had done is kept in its state folder, if it
 * has one: running it again with the same folder and settings goes on from there. Its cause says what failed.
 */
public final class SweepFailedException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    SweepFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new SweepFailedException(message, getCause());
    }
}
