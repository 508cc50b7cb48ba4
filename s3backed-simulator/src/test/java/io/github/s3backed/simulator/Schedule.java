package io.github.s3backed.simulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that was run.
 *
 * @param choices all that it takes to run it again
 * @param bounds how many possibilities there were for each of the choices
 * @param hash tells it from others
 * @param violation what it has broken; null for nothing
 */
record Schedule(int[] choices, int[] bounds, long hash, int steps, @Nullable String violation) {

    /** Runs one in a scenario that is drawn as well. */
    static Schedule run(Choices choices, Simulation.World world, Coverage coverage) {
        return run(choices, Scenario.draw(choices), world, coverage, null);
    }

    /** Runs one in a given scenario. */
    static Schedule run(
            Choices choices,
            Scenario scenario,
            Simulation.World world,
            Coverage coverage,
            @Nullable List<String> trace) {
        Simulation simulation = new Simulation(choices, scenario, world, coverage, trace);
        String violation = null;
        try {
            simulation.run();
        } catch (Violation e) {
            violation = e.getMessage();
        } catch (RuntimeException e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            violation = "The simulation has failed: " + text;
        }
        return new Schedule(choices.taken(), choices.bounds(), simulation.hash(), simulation.step(), violation);
    }

    /** What happens in it, a line for each step. */
    List<String> trace(Simulation.World world) {
        List<String> lines = new ArrayList<>();
        GivenChoices again = new GivenChoices(choices);
        Scenario scenario = Scenario.draw(again);
        lines.add(scenario.toString());
        run(again, scenario, world, new Coverage(), lines);
        return lines;
    }

    String choicesText() {
        return IntStream.of(choices).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    static int[] parse(String choices) {
        return Arrays.stream(choices.split(",")).mapToInt(Integer::parseInt).toArray();
    }
}
