package io.github.s3backed.simulator;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what has become of which requests. */
final class Coverage {

    private final long[][][] counts = new long[Role.values().length][Kind.values().length][Fate.values().length];
    private final long[] events = new long[Disturbance.values().length];
    private final Map<String, long[]> places = new TreeMap<>();

    /** Who sends requests. */
    enum Role {
        CLIENT(""),
        SWEEPER("sweeper: "),
        STREAM("stream: ");

        private final String prefix;

        Role(String prefix) {
            this.prefix = prefix;
        }
    }

    void count(Role role, Kind kind, Fate fate) {
        counts[role.ordinal()][kind.ordinal()][fate.ordinal()]++;
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
        for (int role = 0; role < counts.length; role++) {
            for (int i = 0; i < counts[role].length; i++) {
                for (int j = 0; j < counts[role][i].length; j++) {
                    counts[role][i][j] += other.counts[role][i][j];
                }
            }
        }
        for (int i = 0; i < events.length; i++) {
            events[i] += other.events[i];
        }
    }

    long of(Role role, Kind kind, Fate fate) {
        return counts[role.ordinal()][kind.ordinal()][fate.ordinal()];
    }

    long of(Kind kind, Fate fate) {
        return Arrays.stream(Role.values())
                .mapToLong(role -> of(role, kind, fate))
                .sum();
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
        StringBuilder text = new StringBuilder(String.format("%-34s", ""));
        for (Fate fate : Fate.values()) {
            text.append(String.format("%13s", fate));
        }
        for (Role role : Role.values()) {
            for (Kind kind : Kind.values()) {
                if (of(role, kind, Fate.ARRIVES) > 0) {
                    text.append(String.format("%n%-34s", role.prefix + kind.text));
                    append(text, role, kind);
                }
            }
        }
        for (Disturbance disturbance : Disturbance.values()) {
            text.append(String.format("%n%-34s%13d", disturbance, events[disturbance.ordinal()]));
        }
        places.forEach((place, count) -> text.append(
                String.format("%nsweeper, before: %-17s%13d, killed %d", place, count[0] + count[1], count[1])));
        return text.toString();
    }

    private void append(StringBuilder text, Role role, Kind kind) {
        for (Fate fate : Fate.values()) {
            long count = of(role, kind, fate);
            text.append(String.format("%13s", count == 0 ? "" : Long.toString(count)));
        }
    }
}
