package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.Evidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The protocol as it is, in as many schedules as the build has time for. */
class SimulatorTest {

    private static final Simulation.World WORLD = Simulation.World.USUAL;
    private static final long SCHEDULES = Long.getLong("s3backed.simulator.schedules", 100_000);
    private static final long SEED = Long.getLong("s3backed.simulator.seed", System.nanoTime());

    /** A sweep that has something to remove is rare among all schedules. */
    private static Scenario somethingToSweep(Scenario.Mode mode) {
        return Scenario.of(mode, Scenario.Beginning.OLD, Act.DELETE, Act.PUT, true);
    }

    @Test
    void breaksNoGuaranteeInAnySchedule() throws Exception {
        int threads = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), 8));
        Explorer explorer = new Explorer(WORLD, SEED);
        long began = System.nanoTime();
        explorer.explore(SCHEDULES, 2 * SCHEDULES, threads);
        double seconds = (System.nanoTime() - began) / 1e9;

        System.out.printf(
                "Simulator: %,d distinct schedules of %,d, seed %d, median %d steps, %.1f s on %d threads%n%s%n",
                explorer.distinct(),
                explorer.runs(),
                SEED,
                explorer.medianSteps(),
                seconds,
                threads,
                explorer.coverage());
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("schedules", explorer.distinct());
        evidence.put("violations", explorer.failing() == null ? 0 : 1);
        evidence.put("seed", SEED);
        Evidence.ofProject().merge(evidence);
        requireNone(explorer.failing(), explorer.runs());
        assertThat(explorer.distinct()).isGreaterThanOrEqualTo(SCHEDULES);
    }

    static void requireNone(@Nullable Schedule failing, long runs) {
        if (failing != null) {
            Schedule shrunk = Shrinker.shrink(failing, WORLD, 20_000);
            throw new AssertionError(String.join("\n", Report.of(shrunk, WORLD, runs))
                    + "\nAs it was found: -Ds3backed.simulator.choices=" + failing.choicesText());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "s3backed.simulator.choices", matches = ".+")
    void runsOneScheduleAgain() {
        int[] choices = Schedule.parse(System.getProperty("s3backed.simulator.choices"));

        Schedule schedule = Schedule.run(new GivenChoices(choices), WORLD, new Coverage());

        schedule.trace(WORLD).forEach(System.out::println);
        assertThat(schedule.violation()).isNull();
    }

    @Test
    void comesToTheSameEndWhenAScheduleIsRunAgain() {
        for (long seed = 0; seed < 200; seed++) {
            Schedule first = Schedule.run(new RandomChoices(seed), WORLD, new Coverage());
            Schedule again = Schedule.run(new GivenChoices(first.choices()), WORLD, new Coverage());

            assertThat(again.hash()).isEqualTo(first.hash());
            assertThat(again.length()).isEqualTo(first.length());
            assertThat(again.choices()).isEqualTo(first.choices());
        }
    }

    @Test
    void tellsTheSameStoryTwice() {
        for (long seed = 0; seed < 50; seed++) {
            Schedule schedule = Schedule.run(new RandomChoices(seed), WORLD, new Coverage());

            List<String> first = schedule.trace(WORLD);

            assertThat(first).hasSizeGreaterThan(3).isEqualTo(schedule.trace(WORLD));
        }
    }

    @Test
    void bringsAboutEverythingThatCanHappen() throws InterruptedException {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), 8);
        Coverage coverage = new Coverage();

        Explorer any = new Explorer(WORLD, 1);
        any.explore(8_000, 8_000, threads);
        coverage.add(any.coverage());
        for (Scenario.Mode mode : List.of(Scenario.Mode.EXCLUSIVE, Scenario.Mode.SHARED)) {
            Explorer sweeps = new Explorer(WORLD, 1, somethingToSweep(mode).toChoices());
            sweeps.explore(2_000, 2_000, threads);
            coverage.add(sweeps.coverage());
        }

        for (Kind kind : Kind.values()) {
            for (Fate fate : Paths.of(kind)) {
                assertThat(coverage.of(kind, fate)).as(kind + " " + fate).isPositive();
            }
        }
        for (Kind kind : List.of(Kind.GET_ITEM, Kind.DELETE_OBJECT)) {
            for (Fate fate : Paths.of(kind)) {
                assertThat(coverage.of(Coverage.Role.STREAM, kind, fate))
                        .as("stream: " + kind + " " + fate)
                        .matches(count -> count > 0 || fate == Fate.STALE);
            }
        }
        for (Disturbance disturbance : Disturbance.values()) {
            assertThat(coverage.of(disturbance)).as("%s", disturbance).isPositive();
        }
        assertThat(coverage.killedAt())
                .containsExactlyInAnyOrder(
                        "scan",
                        "keep page",
                        "sort",
                        "keep marks",
                        "list",
                        "keep listing",
                        "keep candidates",
                        "log",
                        "delete",
                        "keep deleted",
                        "forget");
    }
}
