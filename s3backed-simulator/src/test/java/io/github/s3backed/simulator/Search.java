package io.github.s3backed.simulator;

import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Looks for a schedule that breaks a guarantee. It is asked in words that a class loader of its own knows as well: a seed,
 * how many schedules to run at the most, and the choices of a scenario if it is to be searched alone. The answer is what was found, line by line; nothing if nothing was.
 */
public final class Search implements Function<long[], List<String>> {

    private static final int MOST_TO_SHRINK = 1500;

    /** Called by reflection. */
    public Search() {}

    @Override
    public List<String> apply(long[] question) {
        int[] scenario =
                LongStream.of(question).skip(2).mapToInt(Math::toIntExact).toArray();
        Explorer explorer = new Explorer(Simulation.World.USUAL, question[0], scenario);
        explorer.explore(question[1], question[1]);
        Schedule found = explorer.failing();
        return found == null
                ? List.of()
                : Report.of(
                        Shrinker.shrink(found, Simulation.World.USUAL, MOST_TO_SHRINK),
                        Simulation.World.USUAL,
                        explorer.runs());
    }
}
