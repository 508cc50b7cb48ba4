package io.github.s3backed.simulator;

/** What can happen beside the requests. */
enum Disturbance {
    PAUSE_ENDS,
    TIME_PASSES,
    CRASH,
    CANCEL,
    /** By DynamoDB itself, because its time has come. */
    ITEM_EXPIRES,
    /** By hand. */
    ITEM_IS_DELETED,
    ITEM_IS_PUT_BACK,
    CRASH_WITHIN
}
