package io.github.s3backed.core.spi;

/** Whether a store keeps what was overwritten or deleted. */
public enum Versioning {
    /** It never did: there is one version of each object. */
    NEVER,
    /** Every put makes a version of its own, and a delete of an object hides it. */
    ENABLED,
    /** It did, and older versions are there still; new ones share one id and replace each other. */
    SUSPENDED
}
