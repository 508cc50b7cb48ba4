package io.github.s3backed.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Where goals are measured.
 *
 * @param rounds how many rounds each race has
 * @param out where tables go
 */
record Stand(Bed bed, ByHand byHand, Ours puts, Ours gets, int rounds, Table out) {

    static final List<Duration> DELAYS = List.of(Duration.ZERO, Duration.ofMillis(20));

    static Stand of(Bed bed, int rounds, Table out) {
        return new Stand(bed, new ByHand(bed), new Ours(bed, Bed.PUTS), new Ours(bed, Bed.GETS), rounds, out);
    }

    /** Lets lanes race, and prints what they took; the first is what the others are compared with. */
    Results race(String what, int count, int warmUp, List<Lane> lanes) {
        Results results = new Race(rounds, count, warmUp)
                .run(bed.meter(), lanes.stream().map(this::forgetful).toList());
        out.print(what, results);
        return results;
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
