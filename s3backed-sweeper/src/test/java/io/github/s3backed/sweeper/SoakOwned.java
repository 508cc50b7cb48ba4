package io.github.s3backed.sweeper;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the items may hold that one writer alone writes: what it wrote last for certain, and what it has tried to write since. Used
 * by that writer, and by others after it.
 */
final class SoakOwned {

    static final String DONE = "DONE";

    /** What a line ends with, so that half of one can be told. */
    static final String END = " .";

    private static final String TRIED = "TRIED";
    private static final String NOTHING = "-";

    private final Map<SoakKey, Set<Optional<SoakValue>>> possible = new ConcurrentHashMap<>();
    private final Consumer<String> journal;

    /** @param journal hears of everything before it counts, so that another process can {@link #follow} */
    SoakOwned(Consumer<String> journal) {
        this.journal = journal;
    }

    /** Before a write is sent. */
    void attempted(List<SoakWrite> writes) {
        note(TRIED, writes);
    }

    /** When a write is known to be done. */
    void acknowledged(List<SoakWrite> writes) {
        note(DONE, writes);
    }

    private void note(String event, List<SoakWrite> writes) {
        for (SoakWrite write : writes) {
            if (write.isOwned()) {
                journal.accept(line(event, write));
                note(event, write.key(), write.value());
            }
        }
    }

    private void note(String event, SoakKey key, Optional<SoakValue> value) {
        if (event.equals(DONE)) {
            possible.put(key, new HashSet<>(Set.of(value)));
        } else {
            possible.computeIfAbsent(key, nothing -> new HashSet<>(Set.of(Optional.empty())))
                    .add(value);
        }
    }

    private static String line(String event, SoakWrite write) {
        SoakKey key = write.key();
        return String.join(
                " ",
                event,
                key.place().name(),
                key.group(),
                key.id(),
                write.value().map(SoakValue::stamp).orElse(NOTHING) + END);
    }

    /** Takes over what another process has noted; whether the line was such a note. */
    boolean follow(String line) {
        String[] parts = line.split(" ");
        if (!parts[0].equals(TRIED) && !parts[0].equals(DONE)) {
            return false;
        }
        note(
                parts[0],
                new SoakKey(SoakPlace.valueOf(parts[1]), parts[2], parts[3]),
                parts[4].equals(NOTHING) ? Optional.empty() : Optional.of(SoakValue.parse(parts[4])));
        return true;
    }

    /** Whether its writer has tried to write it. */
    boolean isOwned(SoakKey key) {
        return possible.containsKey(key);
    }

    /** Whether an item may hold this; true for items of others. */
    boolean allows(SoakKey key, Optional<SoakValue> value) {
        Set<Optional<SoakValue>> values = possible.get(key);
        return values == null || values.contains(value);
    }

    void forEach(BiConsumer<SoakKey, Set<Optional<SoakValue>>> action) {
        possible.forEach(action);
    }
}
