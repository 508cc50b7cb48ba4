package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write in a race, as its caller and the network saw it. */
final class RaceWrite {

    final RegisterHistory.Kind kind;
    final @Nullable String value;
    final @Nullable String expected;
    private final List<Attempt> attempts = new ArrayList<>();
    volatile boolean ambiguous;

    RaceWrite(RegisterHistory.Kind kind, @Nullable String value, @Nullable String expected) {
        this.kind = kind;
        this.value = value;
        this.expected = expected;
    }

    private record Attempt(long start, boolean late, boolean reached) {}

    synchronized void attempt(long start, boolean late, boolean reached) {
        attempts.add(new Attempt(start, late, reached));
    }

    synchronized boolean reachedTheServer() {
        return attempts.stream().anyMatch(attempt -> attempt.late() || attempt.reached());
    }

    /** Adds it to the history of an item. */
    synchronized void tell(RegisterHistory history, RegisterHistory.Result result, long end) {
        RegisterHistory.Write write = history.write(kind, value, expected, result);
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            if (attempt.late()) {
                write.lateAttempt(attempt.start());
            } else if (attempt.reached()) {
                write.attempt(
                        attempt.start(),
                        i + 1 < attempts.size() ? attempts.get(i + 1).start() : end);
            }
        }
    }
}
