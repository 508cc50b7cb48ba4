package io.github.s3backed.dynamodb;

/**
 * What to do with values of an S3-backed attribute that DynamoDB holds as they are, such as those from before the attribute
 * was S3-backed. A fleet is rolled forward in steps: first every reader gets {@link #READ_AND_WRITE}, which changes nothing
 * in the table; then {@link #READ}, which offloads what is written; then, after a migration, {@link #REFUSE}. It is rolled
 * back the other way.
 */
public enum NativeValues {
    /** Reading one is an error: it may be a reference that is not followed. The default. */
    REFUSE,
    /** They are read as they are; what is written is S3-backed. */
    READ,
    /** They are read as they are, and new values are written in the same way: nothing is offloaded. References are read. */
    READ_AND_WRITE
}
