package io.github.s3backed.simulator;

import io.github.s3backed.simulator.Choices.Steps;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Looks for the shortest schedule that still breaks a guarantee: in the simplest scenario, with the fewest steps, and those in
 * the order and the manner that are usual.
 */
final class Shrinker {

    private final Simulation.World world;
    private final int most;
    private Schedule best;
    private int runs;

    private Shrinker(Schedule failing, Simulation.World world, int most) {
        this.best = failing;
        this.most = most;
        this.world = world;
    }

    /**
     * Shrinks.
     *
     * @param most how many schedules may be run for it
     */
    static Schedule shrink(Schedule failing, Simulation.World world, int most) {
        Shrinker shrinker = new Shrinker(failing, world, most);
        boolean better = true;
        while (better && shrinker.runs < most) {
            better = shrinker.simplify() | shrinker.cut() | shrinker.calm();
        }
        return shrinker.best;
    }

    private boolean simplify() {
        boolean better = false;
        for (int i = 0; i < best.scenario().simpler().size(); i++) {
            better |= attempt(best.scenario().simpler().get(i), best.steps());
        }
        return better;
    }

    /** Leaves steps out. */
    private boolean cut() {
        boolean better = false;
        for (int size = Math.max(1, best.steps().events().length / 2); size >= 1; size /= 2) {
            for (int from = best.steps().events().length - size; from >= 0; from -= size) {
                if (from + size <= best.steps().events().length) {
                    better |= attempt(best.scenario(), without(best.steps(), from, from + size));
                }
            }
        }
        return better;
    }

    private static Steps without(Steps steps, int from, int to) {
        int[] left = IntStream.range(0, steps.events().length)
                .filter(i -> i < from || i >= to)
                .toArray();
        return new Steps(
                Arrays.stream(left).mapToLong(i -> steps.events()[i]).toArray(),
                Arrays.stream(left).map(i -> steps.ways()[i]).toArray());
    }

    /** Lets nothing go wrong where something did. */
    private boolean calm() {
        boolean better = false;
        for (int i = 0; i < best.steps().events().length; i++) {
            if (best.steps().ways()[i] != 0) {
                int[] ways = best.steps().ways().clone();
                ways[i] = 0;
                better |= attempt(best.scenario(), new Steps(best.steps().events(), ways));
            }
        }
        return better;
    }

    private boolean attempt(Scenario scenario, Steps steps) {
        if (runs++ >= most) {
            return false;
        }
        Schedule other = Schedule.run(new GuidedChoices(scenario.toChoices(), steps), world, new Coverage());
        if (other.violation() == null || weight(other) >= weight(best)) {
            return false;
        }
        best = other;
        return true;
    }

    private static long weight(Schedule schedule) {
        long unusual =
                Arrays.stream(schedule.choices()).filter(choice -> choice != 0).count();
        long faults =
                Arrays.stream(schedule.steps().ways()).filter(way -> way != 0).count();
        return ((schedule.scenario().size() * 1000L + schedule.length()) * 100 + faults) * 1000 + unusual;
    }
}
