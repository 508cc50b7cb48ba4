package io.github.s3backed.sweeper;

/**
 * Something that a verification found wrong.
 *
 * @param table the table's name
 * @param attribute the S3-backed attribute
 * @param place the reference, or what the item holds in place of one
 * @param reason what is wrong, and perhaps what to do about it
 */
public record Defect(Kind kind, String table, String attribute, String place, String reason) {

    /** What is wrong. */
    public enum Kind {
        /** The object of a reference is not there, and the item still holds the reference. */
        DANGLING,
        /** The object, or the payload in the item, is not what was written. */
        CORRUPT,
        /** The reference points outside of the configured stores, or to the object of another item. */
        FOREIGN,
        /** The attribute holds what was not written by this library, and the registration does not allow that. */
        NATIVE,
        /** The store, or a missing compressor, kept it from being looked at. */
        UNREADABLE
    }
}
