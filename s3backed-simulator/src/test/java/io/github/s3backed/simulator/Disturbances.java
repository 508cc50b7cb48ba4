package io.github.s3backed.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
    private static final long EXPIRE = -300;
    private static final long BY_HAND = -400;

    /** So long before the handler's grace is over a deletion by hand is taken back at the latest. */
    private static final long MARGIN = Duration.ofMinutes(1).toNanos();

    private final Simulation simulation;
    private final Scenario scenario;
    private final Scenario.Limits limits;
    private final Table table;
    private int timeJumps;
    private int crashes;
    private int cancels;
    private boolean hasExpired;
    private boolean wasDeleted;
    private Map<String, AttributeValue> deleted = Map.of();
    private long deletedAt;

    Disturbances(Simulation simulation, Scenario scenario, Table table) {
        this.simulation = simulation;
        this.scenario = scenario;
        this.limits = scenario.limits();
        this.table = table;
    }

    boolean mayCrash() {
        return crashes < limits.crashes();
    }

    void crashesWithin() {
        crashes++;
        simulation.coverage().count(Disturbance.CRASH_WITHIN);
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
    int possible(List<Script> scripts, List<Process> processes, long[] events, int count) {
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
        for (Process process : processes) {
            if (crashes < limits.crashes()) {
                events[next++] = CRASH - process.actor().number;
            }
        }
        return scenario.stream() == Scenario.Consumer.NONE ? next : possibleOnStream(events, next);
    }

    private int possibleOnStream(long[] events, int count) {
        int next = count;
        for (int i = 0; i < Scenario.ITEMS.length && !hasExpired; i++) {
            if (!table.item(Scenario.ITEMS[i]).isEmpty()) {
                events[next++] = EXPIRE - i;
            }
        }
        if (mayPutBack() || mayDelete()) {
            events[next++] = BY_HAND;
        }
        return next;
    }

    /** What is put back by hand must not be older than a sweeper's grace period, nor the handler's. */
    private boolean mayDelete() {
        return scenario.stream() == Scenario.Consumer.LATER
                && !scenario.sweeps()
                && !wasDeleted
                && !table.item(Scenario.RAW_ITEM).isEmpty();
    }

    private boolean mayPutBack() {
        return !deleted.isEmpty()
                && simulation.now() < deletedAt + scenario.stream().grace().toNanos() - MARGIN;
    }

    void happen(long event, List<Script> scripts, List<Process> processes) {
        if (event > CRASH) {
            pass(TIME_JUMPS[(int) (PASS - event)]);
        } else if (event > CANCEL) {
            crash(CRASH - event, scripts, processes);
        } else if (event > EXPIRE) {
            cancel(scriptOf(scripts, CANCEL - event));
        } else if (event > BY_HAND) {
            expire(Scenario.ITEMS[(int) (EXPIRE - event)]);
        } else if (mayPutBack()) {
            putBack();
        } else {
            delete();
        }
    }

    private void expire(String id) {
        hasExpired = true;
        simulation.coverage().count(Disturbance.ITEM_EXPIRES);
        simulation.trace(() -> id + " expires");
        simulation.writeRaw(id, Map.of(), true);
    }

    private void delete() {
        wasDeleted = true;
        deleted = table.item(Scenario.RAW_ITEM);
        deletedAt = simulation.now();
        simulation.coverage().count(Disturbance.ITEM_IS_DELETED);
        simulation.trace(() -> Scenario.RAW_ITEM + " is deleted by hand");
        simulation.writeRaw(Scenario.RAW_ITEM, Map.of(), false);
    }

    private void putBack() {
        simulation.coverage().count(Disturbance.ITEM_IS_PUT_BACK);
        simulation.trace(() -> Scenario.RAW_ITEM + " is put back by hand");
        simulation.writeRaw(Scenario.RAW_ITEM, deleted, false);
        deleted = Map.of();
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

    private void crash(long actor, List<Script> scripts, List<Process> processes) {
        crashes++;
        simulation.coverage().count(Disturbance.CRASH);
        for (Process process : List.copyOf(processes)) {
            if (process.actor().number == actor) {
                simulation.trace(() -> process.actor() + " crashes");
                process.crash();
                return;
            }
        }
        Actor crashing = scriptOf(scripts, actor).actor();
        simulation.trace(() -> crashing + " crashes");
        simulation.crash(crashing);
    }

    private void cancel(Script script) {
        cancels++;
        simulation.coverage().count(Disturbance.CANCEL);
        simulation.trace(() -> script.actor() + " cancels what it does");
        script.cancel();
    }
}
