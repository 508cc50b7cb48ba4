package io.github.s3backed.dynamodb;

import java.time.Duration;
import java.util.Optional;

/** Decides whether and when a failed attempt is followed by another. */
interface Retries {

    /** Begins to count for one write. */
    Retry begin();

    /** The attempts of one write. */
    interface Retry {

        /** How long to wait before the first attempt. */
        Duration initialDelay();

        /** How long to wait before another attempt; empty if there is to be none. */
        Optional<Duration> after(Throwable failure);

        /** The last attempt succeeded. */
        void succeeded();
    }
}
