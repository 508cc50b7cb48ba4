package io.github.s3backed.simulator;

import java.util.List;
import java.util.function.Function;

/**
 * Looks for a schedule that breaks a guarantee. It is asked in words that a class loader of its own knows as well: a seed and
 * how many schedules to run at the most, and the answer is what was found, line by line; nothing if nothing was.
 */
public final class Search implements Function<long[], List<String>> {

    /** Called by reflection. */
    public Search() {}

    @Override
    public List<String> apply(long[] seedAndMost) {
        Explorer explorer = new Explorer(Simulation.World.USUAL, seedAndMost[0]);
        explorer.explore(seedAndMost[1], seedAndMost[1]);
        Schedule found = explorer.failing();
        return found == null
                ? List.of()
                : Report.of(Shrinker.shrink(found, Simulation.World.USUAL), Simulation.World.USUAL, explorer.runs());
    }
}
