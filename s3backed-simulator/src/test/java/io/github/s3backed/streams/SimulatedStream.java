package io.github.s3backed.streams;

import java.time.InstantSource;

/** Gives a stream handler a clock that a simulation decides on. */
public final class SimulatedStream {

    private SimulatedStream() {}

    /** Settings of a handler that knows no other time. */
    public static StreamHandler.Builder settings(InstantSource clock) {
        return StreamHandler.builder().clock(clock);
    }

    /** Whether a failure says no more than that a record is to come again later. */
    public static boolean isTooYoung(Throwable failure) {
        return failure instanceof RecordTooYoungException;
    }
}
