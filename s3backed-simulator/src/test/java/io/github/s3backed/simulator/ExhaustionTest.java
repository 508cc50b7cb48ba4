package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.Evidence;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two writers of one item, in every schedule with a few deviations from the ordinary one; with a sweeper beside them, whose
 * many steps multiply the schedules, with one deviation less.
 */
class ExhaustionTest {

    private static final int DEPTH = Integer.getInteger("s3backed.simulator.depth", 2);
    private static final int DEPTH_WITH_SWEEPER = Math.max(1, DEPTH - 1);

    private static long runs;

    @ParameterizedTest
    @CsvSource({
        "EXCLUSIVE, YOUNG, PUT, UPDATE",
        "EXCLUSIVE, OLD, UPDATE_KEEPING, DELETE",
        "SHARED, ABSENT, PUT, DELETE",
        "MIXED, OLD, PUT, UPDATE_RETURNING_NEW"
    })
    void findsNothing(Scenario.Mode mode, Scenario.Beginning first, Act one, Act other) {
        search(Scenario.of(mode, first, one, other, false), DEPTH);
        search(Scenario.of(mode, first, one, other, true), DEPTH_WITH_SWEEPER);
    }

    private static void search(Scenario scenario, int depth) {
        Exhaustion exhaustion = new Exhaustion(Simulation.World.USUAL, depth);

        exhaustion.search(scenario, Math.min(Runtime.getRuntime().availableProcessors(), 8));

        System.out.printf(
                "Simulator: all %,d schedules with up to %d deviations of: %s%n", exhaustion.runs(), depth, scenario);
        runs += exhaustion.runs();
        SimulatorTest.requireNone(exhaustion.failing(), exhaustion.runs());
    }

    @AfterAll
    static void tell() throws Exception {
        assertThat(runs).isPositive();
        Evidence.ofProject()
                .merge(Map.of(
                        "exhaustiveDepth",
                        DEPTH,
                        "exhaustiveDepthWithSweeper",
                        DEPTH_WITH_SWEEPER,
                        "exhaustiveSchedules",
                        runs));
    }
}
