package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.dynamodb.RegisterHistory.Result;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What happened in races, so that a run in which nothing does is noticed. */
final class RaceTally {

    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger unknown = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger contended = new AtomicInteger();
    final AtomicInteger plainItems = new AtomicInteger();
    final AtomicInteger leftOver = new AtomicInteger();

    void count(@Nullable Result result) {
        AtomicInteger counter = result == null
                ? failed
                : switch (result) {
                    case DONE -> done;
                    case REFUSED -> refused;
                    case UNKNOWN -> unknown;
                };
        counter.incrementAndGet();
    }

    void assertThatSomethingHappened() {
        assertThat(List.of(done.get(), reads.get(), plainItems.get()))
                .as("writes done, reads, and items without doubt, of %s", this)
                .doesNotContain(0);
    }

    @Override
    public String toString() {
        return done + " writes done, " + refused + " refused, " + unknown + " unknown, " + failed + " not done; "
                + reads
                + " reads, " + contended + " contended; " + plainItems + " items without doubt; " + leftOver
                + " objects swept";
    }
}
