package io.github.s3backed.core;

import java.util.Arrays;

/** A payload as an item holds it: in the item, or as a reference. */
public sealed interface StoredPayload {

    /** Whether the bytes of an attribute begin as an inline payload does. */
    static boolean isInline(byte[] bytes) {
        return InlineEnvelope.begins(bytes);
    }

    /**
     * A payload that is kept in the item, stored as an attribute of type B.
     *
     * @param envelope the versioned binary envelope described in FORMAT.md; not copied
     */
    record Inline(byte[] envelope) implements StoredPayload {

        @Override
        public boolean equals(Object other) {
            return other instanceof Inline inline && Arrays.equals(envelope, inline.envelope);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(envelope);
        }

        @Override
        public String toString() {
            return "Inline[" + envelope.length + " bytes]";
        }
    }

    /**
     * A payload that is kept in a blob store, stored as an attribute of type S.
     *
     * @param reference where it is
     */
    record Offloaded(Reference reference) implements StoredPayload {}
}
