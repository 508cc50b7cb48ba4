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
 * @param hash tells it from others
 * @param length in steps, its beginning and its end included
 * @param violation what it has broken; null for nothing
 */
record Schedule(
        Scenario scenario,
        int[] choices,
        Choices.Steps steps,
        long hash,
        int length,
        @Nullable String violation) {

    /** Runs one; its scenario is the first that is chosen. */
    static Schedule run(Choices choices, Simulation.World world, Coverage coverage) {
        return run(choices, world, coverage, null);
    }

    private static Schedule run(
            Choices choices, Simulation.World world, Coverage coverage, @Nullable List<String> trace) {
        Scenario scenario = Scenario.draw(choices);
        @Nullable Simulation simulation = null;
        @Nullable String violation = null;
        try {
            simulation = Simulation.of(choices, scenario, world, coverage, trace);
            simulation.run();
        } catch (Violation e) {
            violation = e.getMessage();
        } catch (RuntimeException e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            violation = "The simulation has failed: " + text;
        }
        long hash = simulation == null ? 0 : simulation.hash();
        int length = simulation == null ? 0 : simulation.step();
        return new Schedule(scenario, choices.taken(), choices.steps(), hash, length, violation);
    }

    /** What happens in it, a line for each step. */
    List<String> trace(Simulation.World world) {
        List<String> lines = new ArrayList<>();
        lines.add(scenario.toString());
        run(new GivenChoices(choices), world, new Coverage(), lines);
        lines.replaceAll(Schedule::shortened);
        return lines;
    }

    /** Long keys hide what happens. */
    static String shortened(String text) {
        return text.replaceAll("-0{16,}([0-9a-f]+)", "-$1").replaceAll("\\b([0-9a-f]{4})[0-9a-f]{28,60}\\b", "$1~");
    }

    /** Without the ordinary choices at its end, which happen by themselves. */
    String choicesText() {
        int length = choices.length;
        while (length > 0 && choices[length - 1] == 0) {
            length--;
        }
        return IntStream.of(Arrays.copyOf(choices, length))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    static int[] parse(String choices) {
        return Arrays.stream(choices.split(",")).mapToInt(Integer::parseInt).toArray();
    }
}
