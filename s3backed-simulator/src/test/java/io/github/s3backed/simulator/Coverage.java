package io.github.s3backed.simulator;

/** How often what has become of which requests. */
final class Coverage {

    private final long[][] counts = new long[Kind.values().length][Fate.values().length];
    private final long[] events = new long[Disturbance.values().length];

    void count(Kind kind, Fate fate) {
        counts[kind.ordinal()][fate.ordinal()]++;
    }

    void count(Disturbance disturbance) {
        events[disturbance.ordinal()]++;
    }

    void add(Coverage other) {
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
        return text.toString();
    }
}
