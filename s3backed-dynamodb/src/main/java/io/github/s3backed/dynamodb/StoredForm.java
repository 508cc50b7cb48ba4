package io.github.s3backed.dynamodb;

/** What an item holds in an S3-backed attribute, compared with what would be stored there today. */
public enum StoredForm {
    /** Nothing, or NULL. */
    ABSENT,
    /** A value as DynamoDB holds it without this library. */
    NATIVE,
    /** A payload, as and where it would be stored today; how it is compressed does not count. */
    CURRENT,
    /** A payload in the item that has the threshold's size or more. */
    OVERSIZED,
    /** A reference that is followed, into another store than today's, or by a key of another template or logical name. */
    FORMER,
    /** What looks like a reference and is not followed. */
    FOREIGN
}
