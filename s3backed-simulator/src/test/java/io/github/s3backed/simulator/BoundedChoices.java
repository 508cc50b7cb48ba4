package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** Choices that were made before, and after them none but ordinary ones. Says what else could have been chosen there. */
final class BoundedChoices extends Choices {

    private final int[] given;
    private final LongPredicate wanted;
    private final List<int[]> alternatives = new ArrayList<>();
    private int next;

    /**
     * Choices.
     *
     * @param wanted which events are alternatives
     */
    BoundedChoices(int[] given, LongPredicate wanted) {
        this.given = given;
        this.wanted = wanted;
    }

    @Override
    int pick(int n) {
        if (next < given.length) {
            return given[next++];
        }
        for (int i = 1; i < n; i++) {
            alternatives.add(new int[] {next, i});
        }
        next++;
        return 0;
    }

    @Override
    int pickEvent(int n, long[] events, int[] weights) {
        if (next < given.length) {
            return given[next++];
        }
        for (int i = 1; i < n; i++) {
            if (wanted.test(events[i])) {
                alternatives.add(new int[] {next, i});
            }
        }
        next++;
        return 0;
    }

    /** All sequences that differ from this one in one further choice, and for which all choices before it are the same. */
    List<int[]> neighbours() {
        int[] taken = taken();
        List<int[]> all = new ArrayList<>();
        for (int[] alternative : alternatives) {
            int[] other = Arrays.copyOf(taken, alternative[0] + 1);
            other[alternative[0]] = alternative[1];
            all.add(other);
        }
        return all;
    }
}
