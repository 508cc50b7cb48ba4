package io.github.s3backed.simulator;

import java.time.Duration;
import java.util.List;

/** What happens that nobody has asked for: hours that pass, crashes, and callers who do not want it any more. */
final class Disturbances {

    private static final long[] TIME_JUMPS = {
        Duration.ofSeconds(270).toNanos(),
        Duration.ofMinutes(16).toNanos(),
        Duration.ofMinutes(61).toNanos(),
        Duration.ofHours(13).toNanos(),
        Duration.ofHours(25).toNanos()
    };

    /** The first of the events of each kind that belong to no task; the others follow below them. */
    private static final long PASS = -1;

    private static final long CRASH = -100;
    private static final long CANCEL = -200;

    private final Simulation simulation;
    private final Scenario.Limits limits;
    private int timeJumps;
    private int crashes;
    private int cancels;

    Disturbances(Simulation simulation, Scenario.Limits limits) {
        this.simulation = simulation;
        this.limits = limits;
    }

    /** Whether an event is of a kind that a search through all schedules is about: requests, long times, and crashes. */
    static boolean isSearched(long event) {
        return event >= 0 || event <= CRASH && event > CANCEL || event == PASS - 1 || event == PASS - 4;
    }

    /**
     * Adds those that are possible now.
     *
     * @param count how many events there are already
     * @return how many there are then
     */
    int possible(List<Script> scripts, long[] events, int count) {
        int next = count;
        if (timeJumps < limits.timeJumps()) {
            for (int i = 0; i < TIME_JUMPS.length; i++) {
                events[next++] = PASS - i;
            }
        }
        for (Script script : scripts) {
            if (script.isRunning() && crashes < limits.crashes()) {
                events[next++] = CRASH - script.actor().number;
            }
            if (script.isRunning() && cancels < limits.cancels()) {
                events[next++] = CANCEL - script.actor().number;
            }
        }
        return next;
    }

    void happen(long event, List<Script> scripts) {
        if (event > CRASH) {
            pass(TIME_JUMPS[(int) (PASS - event)]);
        } else if (event > CANCEL) {
            crash(scriptOf(scripts, CRASH - event).actor());
        } else {
            cancel(scriptOf(scripts, CANCEL - event));
        }
    }

    private static Script scriptOf(List<Script> scripts, long actor) {
        return scripts.stream()
                .filter(script -> script.actor().number == actor)
                .findFirst()
                .orElseThrow();
    }

    private void pass(long nanos) {
        timeJumps++;
        simulation.coverage().count(Disturbance.TIME_PASSES);
        simulation.trace(() -> Duration.ofNanos(nanos) + " pass");
        simulation.pass(nanos);
    }

    private void crash(Actor actor) {
        crashes++;
        simulation.coverage().count(Disturbance.CRASH);
        simulation.trace(() -> actor + " crashes");
        simulation.crash(actor);
    }

    private void cancel(Script script) {
        cancels++;
        simulation.coverage().count(Disturbance.CANCEL);
        simulation.trace(() -> script.actor() + " cancels what it does");
        script.cancel();
    }
}
