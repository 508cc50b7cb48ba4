package io.github.s3backed.simulator;

import java.util.Arrays;

/** Decides what happens next, and remembers it. 0 is what happens if nothing is out of the ordinary. */
abstract class Choices {

    private int[] taken = new int[128];
    private int[] bounds = new int[128];
    private int count;

    /** One of the numbers from 0 to {@code n - 1}. */
    final int of(int n) {
        return n <= 1 ? 0 : record(pick(n), n);
    }

    /** The same, where some are wanted more often than others. */
    final int of(int n, int[] weights) {
        return n <= 1 ? 0 : record(pick(n, weights), n);
    }

    /** Which of {@code n} faults happens; 0 for none. */
    final int fault(int n) {
        return n <= 1 ? 0 : record(pickFault(n), n);
    }

    abstract int pick(int n);

    int pick(int n, int[] weights) {
        return pick(n);
    }

    int pickFault(int n) {
        return pick(n);
    }

    /** How often what belongs to an actor should happen, compared with others. */
    int eagerness(int actor) {
        return 1;
    }

    private int record(int choice, int bound) {
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, count * 2);
            bounds = Arrays.copyOf(bounds, count * 2);
        }
        taken[count] = choice;
        bounds[count++] = bound;
        return choice;
    }

    /** What was chosen so far. */
    final int[] taken() {
        return Arrays.copyOf(taken, count);
    }

    /** How many there were to choose from each time. */
    final int[] bounds() {
        return Arrays.copyOf(bounds, count);
    }
}
