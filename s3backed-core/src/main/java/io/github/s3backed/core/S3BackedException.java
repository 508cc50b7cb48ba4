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
}
