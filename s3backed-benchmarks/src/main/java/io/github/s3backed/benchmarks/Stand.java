package io.github.s3backed.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where goals are measured.
 *
 * @param rounds how many rounds each race has
 * @param out where tables go
 * @param profiler looks at the library's lanes after each race; null for none
 */
record Stand(
        Bed bed,
        ByHand byHand,
        Ours puts,
        Ours gets,
        int rounds,
        Table out,
        @Nullable Profiler profiler) {

    static final List<Duration> DELAYS = List.of(Duration.ZERO, Duration.ofMillis(20));

    static Stand of(Bed bed, int rounds, Table out, boolean profiles) {
        Profiler profiler = profiles ? new Profiler(bed.meter(), out) : null;
        return new Stand(bed, new ByHand(bed), new Ours(bed, Bed.PUTS), new Ours(bed, Bed.GETS), rounds, out, profiler);
    }

    /** Lets lanes race, and prints what they took; the first is what the others are compared with. */
    Results race(String what, int count, int warmUp, List<Lane> lanes) {
        Results results = new Race(rounds, count, warmUp)
                .run(bed.meter(), lanes.stream().map(this::forgetful).toList());
        out.print(what, results);
        profile(what, lanes);
        return results;
    }

    private void profile(String what, List<Lane> lanes) {
        if (profiler == null) {
            return;
        }
        for (Lane lane : lanes) {
            if (!lane.name().startsWith("s3backed")) {
                continue;
            }
            try {
                profiler.profile(what, forgetful(lane));
            } catch (Exception e) {
                throw new IllegalStateException("The lane '" + lane.name() + "' could not be profiled.", e);
            }
        }
    }

    // What was put is not needed any more, and would fill the memory.
    private Lane forgetful(Lane lane) {
        return new Lane(lane.name(), (meter, count) -> {
            Sample sample = lane.work().run(meter, count);
            bed.s3Server().clear(Bed.PUTS);
            return sample;
        });
    }

    /** Does something with a server that waits before it answers, and puts that back. */
    <T> T delayed(Duration delay, Function<Duration, T> work) {
        bed.s3Server().delay(delay);
        try {
            return work.apply(delay);
        } finally {
            bed.s3Server().delay(Duration.ZERO);
        }
    }
}
