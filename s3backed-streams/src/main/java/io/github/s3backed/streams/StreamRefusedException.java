package io.github.s3backed.streams;

import io.github.s3backed.core.S3BackedException;
import org.jspecify.annotations.Nullable;

/**
 * Records cannot be judged, because their table is not registered, or is another than the client reads, or because they lack
 * images. No object was removed. The message says what to change; the same records fail until then.
 */
public final class StreamRefusedException extends S3BackedException {

    private static final long serialVersionUID = 1L;

    StreamRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    protected S3BackedException withMessage(String message) {
        return new StreamRefusedException(message, getCause());
    }
}
