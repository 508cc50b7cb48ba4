package io.github.s3backed.dynamodb;

import io.github.s3backed.testkit.Fault;
import io.github.s3backed.testkit.Gate;

/** What goes wrong with one call in a row of the matrix. */
enum MatrixFault {
    /** An error that proves that nothing was done; a real failed condition where the request has one. */
    REJECTED(Repeat.ALWAYS),
    /** Done, and the answer is lost; what follows succeeds. */
    LOST_ONCE(Repeat.ONCE),
    /** Done, and the answer is lost, as often as it is tried. */
    LOST_ALWAYS(Repeat.ALWAYS),
    /** Not done, but nobody can know. */
    SERVER_ERROR(Repeat.ALWAYS),
    /** The client waits in vain for the answer to a request that never arrived. */
    TIMEOUT_UNSEEN(Repeat.ALWAYS),
    /** The client waits in vain for the answer to a request that was done. */
    TIMEOUT_DONE(Repeat.ALWAYS),
    /** The connection breaks before the request is sent; what follows succeeds. */
    RESET_ONCE(Repeat.ONCE),
    THROTTLED_ONCE(Repeat.ONCE),
    THROTTLED_ALWAYS(Repeat.ALWAYS),
    /** The caller cancels, or is interrupted, while the request is held; it is never sent. */
    CANCELLED_UNSEEN(Repeat.ONCE),
    /** The caller cancels, or is interrupted, while the answer is held. */
    CANCELLED_DONE(Repeat.ONCE);

    private final Repeat repeat;

    MatrixFault(Repeat repeat) {
        this.repeat = repeat;
    }

    boolean isCancellation() {
        return this == CANCELLED_UNSEEN || this == CANCELLED_DONE;
    }

    /** Whether trying again, as the SDK and this library do, helps. */
    boolean passes() {
        return this == LOST_ONCE || this == RESET_ONCE || this == THROTTLED_ONCE;
    }

    /**
     * What becomes of a request.
     *
     * @param time counts the requests that are the call in question, from 1
     */
    Fault on(MatrixCalls.Call call, int time, Gate gate) {
        if (time > 1 && repeat == Repeat.ONCE) {
            return Fault.pass();
        }
        return switch (this) {
            case REJECTED -> call.error(403, "AccessDenied", 400, "ValidationException");
            case LOST_ONCE, LOST_ALWAYS -> new Fault.LoseAnswer();
            case SERVER_ERROR -> call.error(500, "InternalError", 500, "InternalServerError");
            case TIMEOUT_UNSEEN -> new Fault.TimeOut(false);
            case TIMEOUT_DONE -> new Fault.TimeOut(true);
            case CANCELLED_UNSEEN -> Fault.holdRequest(gate);
            case CANCELLED_DONE -> Fault.holdAnswer(gate);
            case RESET_ONCE -> new Fault.BreakBefore();
            case THROTTLED_ONCE, THROTTLED_ALWAYS ->
                call.error(503, "SlowDown", 400, "ProvisionedThroughputExceededException");
        };
    }

    private enum Repeat {
        ONCE,
        ALWAYS
    }
}
