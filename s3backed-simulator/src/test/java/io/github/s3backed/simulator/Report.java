package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.List;

/** Says what a schedule has broken, and how. */
final class Report {

    private Report() {}

    static List<String> of(Schedule failing, Simulation.World world, long runs) {
        List<String> lines = new ArrayList<>();
        lines.add(Schedule.shortened(String.valueOf(failing.violation())) + " (found in schedule " + runs
                + ", shrunk to " + failing.steps().events().length + " steps)");
        lines.addAll(failing.trace(world));
        lines.add("To run it again: -Ds3backed.simulator.choices=" + failing.choicesText());
        return lines;
    }
}
