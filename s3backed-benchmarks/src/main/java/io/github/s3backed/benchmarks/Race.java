package io.github.s3backed.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Lets lanes run in turn, in another order in each round, so that what disturbs the machine for a while disturbs them alike.
 *
 * @param rounds at least five
 * @param count of operations per lane and round
 * @param warmUp of operations per lane before the first round
 */
record Race(int rounds, int count, int warmUp) {

    private static final long SEED = 20_261_124;

    Race {
        if (rounds < 5) {
            throw new IllegalArgumentException("A race has at least five rounds, but was to have: " + rounds);
        }
    }

    Results run(Meter meter, List<Lane> lanes) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        Random random = new Random(SEED);
        for (Lane lane : lanes) {
            samples.put(lane.name(), new ArrayList<>());
            run(meter, lane, Math.max(1, warmUp));
        }
        List<Lane> order = new ArrayList<>(lanes);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Lane lane : order) {
                samples.get(lane.name()).add(run(meter, lane, count));
            }
        }
        return new Results(samples);
    }

    private static Sample run(Meter meter, Lane lane, int count) {
        try {
            return lane.work().run(meter, count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The lane '" + lane.name() + "' failed: " + e.getMessage(), e);
        }
    }
}
