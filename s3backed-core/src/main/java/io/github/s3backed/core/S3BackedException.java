package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws at run time; each subclass is one thing that a caller can do about it. Errors in
 * a configuration are {@link IllegalArgumentException}s when it is built. Messages name the reference, never a payload,
 * a credential or the value of a key.
 */
public abstract class S3BackedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For the exceptions of this library's modules. */
    protected S3BackedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The same failure, with where it happened said first: of the same type, with the same cause, stack trace and
     * suppressed exceptions.
     *
     * @param place such as {@code attribute 'body' of table 'articles'}
     */
    public final S3BackedException at(String place) {
        S3BackedException located = withMessage(place + ": " + getMessage());
        located.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            located.addSuppressed(suppressed);
        }
        return located;
    }

    /** A new exception of the same type and with the same cause. */
    protected abstract S3BackedException withMessage(String message);
}
