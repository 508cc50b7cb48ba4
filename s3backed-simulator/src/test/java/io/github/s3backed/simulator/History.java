package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What items were, and when. */
final class History {

    private final Map<String, List<Moment>> moments = new HashMap<>();

    /** From a step on, an item was this; null for no item. */
    private record Moment(int step, @Nullable Shown item) {}

    /** Another one that holds the same. */
    History copy() {
        History copy = new History();
        moments.forEach((id, all) -> copy.moments.put(id, new ArrayList<>(all)));
        return copy;
    }

    void add(String id, int step, @Nullable Shown item) {
        moments.computeIfAbsent(id, i -> new ArrayList<>()).add(new Moment(step, item));
    }

    /** Whether an item was this at some time from one step to another. */
    boolean was(String id, @Nullable Shown item, int from, int to) {
        return was(id, seen -> Objects.equals(seen, item), from, to);
    }

    /** Whether something was true of an item, or of its absence, at some time from one step to another. */
    boolean was(String id, Predicate<@Nullable Shown> item, int from, int to) {
        List<Moment> all = moments.getOrDefault(id, List.of());
        if (all.isEmpty() || all.get(0).step() > from) {
            if (item.test(null)) {
                return true;
            }
        }
        for (int i = 0; i < all.size() && all.get(i).step() <= to; i++) {
            boolean overBefore = i + 1 < all.size() && all.get(i + 1).step() < from;
            if (!overBefore && item.test(all.get(i).item())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an item was written from one step to another. */
    boolean hasChanged(String id, int from, int to) {
        return moments.getOrDefault(id, List.of()).stream()
                .anyMatch(moment -> moment.step() >= from && moment.step() <= to);
    }

    /** Whether there was one time from one step to another at which all items were as {@code seen} says. */
    boolean wereAtOnce(Predicate<Integer> seen, int from, int to) {
        Set<Integer> steps = new TreeSet<>(Set.of(from));
        moments.values()
                .forEach(all -> all.forEach(moment -> {
                    if (moment.step() >= from && moment.step() <= to) {
                        steps.add(moment.step());
                    }
                }));
        return steps.stream().anyMatch(seen);
    }

    /** What an item was at the end of a step; null for no item. */
    @Nullable
    Shown at(String id, int step) {
        Shown last = null;
        for (Moment moment : moments.getOrDefault(id, List.of())) {
            if (moment.step() <= step) {
                last = moment.item();
            }
        }
        return last;
    }
}
