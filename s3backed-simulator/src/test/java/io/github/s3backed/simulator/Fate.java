package io.github.s3backed.simulator;

/** What can become of a request, step by step. */
public enum Fate {
    ARRIVES("arrives"),
    ANSWERED("is answered"),
    LOST("is lost, and its sender sees a broken connection"),
    GIVEN_UP("is given up by its sender, but still under way"),
    ARRIVES_LATE("arrives, which nobody waits for any more"),
    VANISHES("never arrives"),
    ANSWER_LOST("had its effect, but the answer is lost"),
    THROTTLED("is throttled"),
    REFUSED("is refused as invalid"),
    FAILS("is answered with an internal error, without effect"),
    FAILS_DONE("had its effect, but is answered with an internal error"),
    SENT_AGAIN("had its effect, the answer is lost, and the SDK sends it again"),
    IN_PROGRESS("is answered with TransactionInProgressException"),
    STALE("arrives at a replica that lags behind"),
    PARTLY("arrives, and some of it comes back as unprocessed, without effect"),
    PARTLY_DONE("arrives, and some of it comes back as unprocessed, though it had its effect");

    final String text;

    Fate(String text) {
        this.text = text;
    }
}
