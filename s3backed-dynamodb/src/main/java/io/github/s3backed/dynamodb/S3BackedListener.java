package io.github.s3backed.dynamodb;

/**
 * Hears what coordinated clients did, on a thread of its own and never on one that works for a request. What it throws is
 * logged and harms nobody. One that cannot keep up loses events, which is logged as well.
 */
@FunctionalInterface
public interface S3BackedListener {

    /** Called with one event at a time, in the order in which they happened as far as there is one. */
    void onEvent(S3BackedEvent event);
}
