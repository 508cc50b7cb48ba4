package io.github.s3backed.simulator;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs every schedule of a scenario that differs in no more than a number of choices from the ordinary one, in which whatever
 * is oldest happens next and nothing goes wrong. Another order of two events is one choice, and so are a fault, a crash, and
 * hours that pass.
 */
final class Exhaustion {

    private final Simulation.World world;
    private final int depth;
    private final AtomicLong runs = new AtomicLong();
    private volatile @Nullable Schedule failing;

    Exhaustion(Simulation.World world, int depth) {
        this.world = world;
        this.depth = depth;
    }

    void search(Scenario scenario, int threads) {
        List<int[]> first = run(scenario.toChoices());
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CompletableFuture.allOf(first.stream()
                        .map(choices -> CompletableFuture.runAsync(() -> search(choices, depth - 1), pool))
                        .toArray(CompletableFuture[]::new))
                .join();
        pool.shutdown();
    }

    private void search(int[] choices, int left) {
        if (failing != null) {
            return;
        }
        List<int[]> neighbours = run(choices);
        if (left > 0) {
            neighbours.forEach(neighbour -> search(neighbour, left - 1));
        }
    }

    private List<int[]> run(int[] given) {
        BoundedChoices choices = new BoundedChoices(given, Disturbances::isSearched);
        Schedule schedule = Schedule.run(choices, world, new Coverage());
        runs.incrementAndGet();
        if (schedule.violation() != null) {
            failing = schedule;
        }
        return choices.neighbours();
    }

    /** How many schedules were run, each of which differs from all others. */
    long runs() {
        return runs.get();
    }

    /** A schedule that has broken a guarantee; null if there was none. */
    @Nullable
    Schedule failing() {
        return failing;
    }
}
