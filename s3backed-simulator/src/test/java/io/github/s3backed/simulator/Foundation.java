package io.github.s3backed.simulator;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What there is when a schedule begins, made by the protocol itself and once for all schedules that begin alike. Not changed
 * by any of them.
 *
 * @param now in nanoseconds
 * @param writeIds how many have been used
 */
record Foundation(Table table, Bucket bucket, History history, long now, long writeIds, int step) {

    private static final ConcurrentMap<List<Object>, Foundation> KNOWN = new ConcurrentHashMap<>();

    static Foundation nothing(Scenario scenario) {
        boolean versioned = scenario.mode() != Scenario.Mode.EXCLUSIVE;
        return new Foundation(new Table(), new Bucket(versioned), new History(), 0, 0, 0);
    }

    static Foundation of(Scenario scenario, Supplier<Foundation> made) {
        return KNOWN.computeIfAbsent(
                List.of(scenario.mode(), scenario.beginnings(), scenario.oldOrphan(), scenario.rawItem()),
                key -> made.get());
    }
}
