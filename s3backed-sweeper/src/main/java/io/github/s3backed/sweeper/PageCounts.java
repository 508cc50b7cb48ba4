package io.github.s3backed.sweeper;

import io.github.s3backed.sweeper.MigrateReport.Outcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** What became of the attributes of some items. Not safe for use by many threads. */
final class PageCounts {

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long items;

    void item() {
        items++;
    }

    void add(Outcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    void add(PageCounts other) {
        items += other.items;
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
    }

    long items() {
        return items;
    }

    long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    Map<Outcome, Long> outcomes() {
        return outcomes;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(items);
        out.writeInt(outcomes.size());
        for (Map.Entry<Outcome, Long> entry : outcomes.entrySet()) {
            out.writeUTF(entry.getKey().name());
            out.writeLong(entry.getValue());
        }
    }

    static PageCounts read(DataInputStream in) throws IOException {
        PageCounts counts = new PageCounts();
        counts.items = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            counts.outcomes.put(Outcome.valueOf(in.readUTF()), in.readLong());
        }
        return counts;
    }
}
