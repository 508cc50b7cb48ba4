package io.github.s3backed.core.spi;

/** Whether a put may replace an object. */
public enum PutMode {
    /** Stores the object whether or not there is one. */
    OVERWRITE,
    /** Stores the object only if there is none; exactly one of several concurrent puts wins ({@code If-None-Match: *}). */
    IF_ABSENT
}
