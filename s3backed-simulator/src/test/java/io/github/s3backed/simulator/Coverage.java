package io.github.s3backed.simulator;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what has become of which requests. */
final class Coverage {

    private final long[][] counts = new long[Kind.values().length][Fate.values().length];
    private final long[] events = new long[Disturbance.values().length];
    private final Map<String, long[]> places = new TreeMap<>();

    void count(Kind kind, Fate fate) {
        counts[kind.ordinal()][fate.ordinal()]++;
    }

    void count(Disturbance disturbance) {
        events[disturbance.ordinal()]++;
    }

    /** A place at which a process may be killed, and whether it was. */
    void count(String place, boolean killed) {
        places.computeIfAbsent(place, p -> new long[2])[killed ? 1 : 0]++;
    }

    void add(Coverage other) {
        other.places.forEach((place, all) -> {
            long[] own = places.computeIfAbsent(place, p -> new long[2]);
            own[0] += all[0];
            own[1] += all[1];
        });
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                counts[i][j] += other.counts[i][j];
            }
        }
        for (int i = 0; i < events.length; i++) {
            events[i] += other.events[i];
        }
    }

    long of(Kind kind, Fate fate) {
        return counts[kind.ordinal()][fate.ordinal()];
    }

    /** The places at which a process was killed. */
    Set<String> killedAt() {
        return places.entrySet().stream()
                .filter(place -> place.getValue()[1] > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    long of(Disturbance disturbance) {
        return events[disturbance.ordinal()];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format("%-24s", ""));
        for (Fate fate : Fate.values()) {
            text.append(String.format("%13s", fate));
        }
        for (Kind kind : Kind.values()) {
            text.append(String.format("%n%-24s", kind.text));
            for (Fate fate : Fate.values()) {
                long count = of(kind, fate);
                text.append(String.format("%13s", count == 0 ? "" : Long.toString(count)));
            }
        }
        for (Disturbance disturbance : Disturbance.values()) {
            text.append(String.format("%n%-24s%13d", disturbance, events[disturbance.ordinal()]));
        }
        places.forEach((place, count) ->
                text.append(String.format("%nbefore: %-16s%13d, killed %d", place, count[0] + count[1], count[1])));
        return text.toString();
    }
}
