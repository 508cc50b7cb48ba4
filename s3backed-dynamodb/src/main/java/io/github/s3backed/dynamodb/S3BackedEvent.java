package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.Set;

/**
 * Something that a coordinated client did. Events name tables, attributes and references, and neither payloads nor the
 * values of keys. Later versions may add kinds of events and components to them.
 */
public sealed interface S3BackedEvent {

    /** The name of the table, as requests name it. */
    String table();

    /**
     * A payload was stored.
     *
     * @param bytes stored (compressed) bytes
     */
    record Uploaded(String table, String attribute, Reference reference, long bytes, Duration took)
            implements S3BackedEvent {}

    /**
     * A payload that was not fetched was stored under a key of its own: its object was copied inside the store.
     *
     * @param bytes stored (compressed) bytes
     */
    record Copied(String table, String attribute, Reference reference, long bytes, Duration took)
            implements S3BackedEvent {}

    /** Under a shared key, an equal object was there already and is used again. */
    record Deduplicated(String table, String attribute, Reference reference, long bytes, Duration took)
            implements S3BackedEvent {}

    /** A payload was fetched and verified; one that is streamed, to its end. */
    record Fetched(String table, String attribute, Reference reference, Duration took) implements S3BackedEvent {}

    /**
     * DynamoDB confirmed a write.
     *
     * @param operation such as {@code PutItem}
     * @param attempts how often the request was sent
     * @param took from the beginning of the first upload
     */
    record Committed(String table, String operation, int attempts, Duration took) implements S3BackedEvent {}

    /** DynamoDB certainly did not do a write; what was uploaded for it is removed. */
    record RolledBack(String table, String operation, Set<Reference> removed) implements S3BackedEvent {
        public RolledBack {
            removed = Set.copyOf(removed);
        }
    }

    /**
     * Objects that a committed write has replaced, or deleted with their item, were removed.
     *
     * @param operation such as {@code PutItem}; {@code MODIFY} or {@code REMOVE} where a stream told of the write
     */
    record Released(String table, String operation, Set<Reference> removed) implements S3BackedEvent {
        public Released {
            removed = Set.copyOf(removed);
        }
    }

    /** Objects that nothing refers to could not be removed; the sweeper will. The write is not affected. */
    record CleanUpFailed(String table, String operation, Set<Reference> left, Throwable cause)
            implements S3BackedEvent {
        public CleanUpFailed {
            left = Set.copyOf(left);
        }
    }

    /** Whether DynamoDB did, or will do, a write is not known. Everything it uploaded is kept. */
    record OutcomeUnknown(String table, String operation, Set<Reference> kept, Throwable cause)
            implements S3BackedEvent {
        public OutcomeUnknown {
            kept = Set.copyOf(kept);
        }
    }
}
