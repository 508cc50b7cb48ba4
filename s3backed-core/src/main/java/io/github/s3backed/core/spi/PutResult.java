package io.github.s3backed.core.spi;

/** What a put has done. */
public enum PutResult {
    /** The object is stored. */
    STORED,
    /** There is an object already, and it was left as it is. */
    EXISTS
}
