package io.github.s3backed.simulator;

/** What can happen beside the requests. */
enum Disturbance {
    PAUSE_ENDS,
    TIME_PASSES,
    CRASH,
    CANCEL
}
