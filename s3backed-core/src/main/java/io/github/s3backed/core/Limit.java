package io.github.s3backed.core;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes a payload may have.
 *
 * @param setting how messages name it
 * @param consequence what messages say of the bytes of a corrupt payload that were read before it was known to be
 */
record Limit(long bytes, String setting, String consequence) {

    static Limit ofPayloads(long bytes) {
        return new Limit(bytes, "maxPayloadBytes", "Nothing of it was handed out.");
    }

    static Limit ofStreams(long bytes) {
        return new Limit(bytes, "maxStreamedBytes", "What was handed out of it must not be used.");
    }

    PayloadTooLargeException exceeded(Object where) {
        return new PayloadTooLargeException(
                "The payload of " + where + " is larger than the limit of " + bytes + " bytes; raise " + setting
                        + " if it may be that large.",
                null);
    }

    CorruptPayloadException corrupt(Object where, String why, @Nullable Throwable cause) {
        return new CorruptPayloadException(
                "The payload of " + where + " is corrupt: " + why + ". " + consequence, cause);
    }
}
