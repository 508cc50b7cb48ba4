package io.github.s3backed.simulator;

import java.util.Arrays;
import java.util.function.Function;

/** Looks for the shortest schedule that still breaks a guarantee: with fewer choices, and more of them ordinary. */
final class Shrinker {

    private static final int MAX_RUNS = 20_000;

    private final Function<int[], Schedule> run;
    private Schedule best;
    private int runs;

    private Shrinker(Schedule failing, Function<int[], Schedule> run) {
        this.best = failing;
        this.run = run;
    }

    static Schedule shrink(Schedule failing, Simulation.World world) {
        return shrink(failing, choices -> Schedule.run(new GivenChoices(choices), world, new Coverage()));
    }

    static Schedule shrink(Schedule failing, Function<int[], Schedule> run) {
        Shrinker shrinker = new Shrinker(failing, run);
        boolean better = true;
        while (better && shrinker.runs < MAX_RUNS) {
            better = shrinker.cut() | shrinker.flatten() | shrinker.lower();
        }
        return shrinker.best;
    }

    private boolean cut() {
        boolean better = false;
        for (int size = Math.max(1, best.choices().length / 2); size >= 1; size /= 2) {
            for (int from = best.choices().length - size; from >= 0; from -= size) {
                if (from + size <= best.choices().length) {
                    better |= attempt(without(best.choices(), from, size));
                }
            }
        }
        return better;
    }

    private static int[] without(int[] choices, int from, int size) {
        int[] shorter = Arrays.copyOf(choices, choices.length - size);
        System.arraycopy(choices, from + size, shorter, from, choices.length - from - size);
        return shorter;
    }

    private boolean flatten() {
        boolean better = false;
        for (int size = Math.max(1, best.choices().length / 2); size >= 1; size /= 2) {
            for (int from = 0; from + size <= best.choices().length; from += size) {
                int[] flatter = best.choices().clone();
                Arrays.fill(flatter, from, from + size, 0);
                better |= attempt(flatter);
            }
        }
        return better;
    }

    private boolean lower() {
        boolean better = false;
        for (int i = 0; i < best.choices().length; i++) {
            for (int value = 1; i < best.choices().length && value < best.choices()[i]; value++) {
                int[] lower = best.choices().clone();
                lower[i] = value;
                better |= attempt(lower);
            }
        }
        return better;
    }

    private boolean attempt(int[] choices) {
        if (runs++ >= MAX_RUNS || Arrays.equals(choices, best.choices())) {
            return false;
        }
        Schedule other = trimmed(run.apply(choices));
        if (other.violation() == null || !isSmaller(other, best)) {
            return false;
        }
        best = other;
        return true;
    }

    /** Without the ordinary choices at its end, which happen by themselves. */
    private static Schedule trimmed(Schedule schedule) {
        int length = schedule.choices().length;
        while (length > 0 && schedule.choices()[length - 1] == 0) {
            length--;
        }
        return new Schedule(
                Arrays.copyOf(schedule.choices(), length),
                schedule.bounds(),
                schedule.hash(),
                schedule.steps(),
                schedule.violation());
    }

    private static boolean isSmaller(Schedule one, Schedule other) {
        long weight = weight(one);
        return weight < weight(other);
    }

    /** Steps first, then what is out of the ordinary, then how many choices there are, then their sum. */
    private static long weight(Schedule schedule) {
        long unusual = Arrays.stream(schedule.choices()).filter(choice -> choice != 0).count();
        long sum = Arrays.stream(schedule.choices()).sum();
        return ((schedule.steps() * 1000L + unusual) * 1000 + schedule.choices().length) * 10_000 + sum;
    }
}
