package io.github.s3backed.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How old a record has to be before something is removed because of it. */
record Grace(Duration age, InstantSource clock) {

    /**
     * Ends if a record is old enough.
     *
     * @throws RecordTooYoungException if it is not
     */
    void require(SourcedRecord record) {
        Instant created = record.data().approximateCreationDateTime();
        if (!age.isZero() && (created == null || created.plus(age).isAfter(clock.instant()))) {
            throw new RecordTooYoungException(
                    "A record of table '" + record.table() + "' is of " + created + ", and the grace is " + age
                            + ". What it released stays until it comes again.",
                    null);
        }
    }
}
