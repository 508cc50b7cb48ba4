package io.github.s3backed.simulator;

import java.util.Arrays;

/**
 * Decides what happens next, and remembers it. 0 is what happens if nothing is out of the ordinary. What there is to choose
 * from follows from the choices before.
 */
abstract class Choices {

    private int[] taken = new int[128];
    private int count;
    private long[] events = new long[64];
    private int[] ways = new int[64];
    private int steps;

    /** One of the numbers from 0 to {@code n - 1}. */
    final int of(int n) {
        return n <= 1 ? 0 : record(pick(n));
    }

    /** The same, where some are wanted more often than others. */
    final int of(int n, int[] weights) {
        return n <= 1 ? 0 : record(pick(n, weights));
    }

    /**
     * Which of {@code n} events is next.
     *
     * @param events what tells each of them from others
     * @param weights how often each of them is wanted
     */
    final int event(int n, long[] events, int[] weights) {
        int choice = n <= 1 ? 0 : record(pickEvent(n, events, weights));
        note(events[choice]);
        return choice;
    }

    /** In which of {@code n} ways an event happens that comes by itself, in the middle of another; 0 if nothing goes wrong. */
    final int wayWithin(long event, int n) {
        int choice = record(pickWayWithin(event, n));
        note(event);
        ways[steps - 1] = choice;
        return choice;
    }

    private void note(long event) {
        if (steps == events.length) {
            events = Arrays.copyOf(events, steps * 2);
            ways = Arrays.copyOf(ways, steps * 2);
        }
        ways[steps] = 0;
        events[steps++] = event;
    }

    /** In which of {@code n} ways the event happens; 0 if nothing goes wrong. */
    final int way(int n) {
        int choice = n <= 1 ? 0 : record(pickWay(n));
        ways[steps - 1] = choice;
        return choice;
    }

    abstract int pick(int n);

    int pick(int n, int[] weights) {
        return pick(n);
    }

    int pickEvent(int n, long[] events, int[] weights) {
        return pick(n, weights);
    }

    int pickWay(int n) {
        return pick(n);
    }

    int pickWayWithin(long event, int n) {
        return pickWay(n);
    }

    /** How often what belongs to an actor should happen, compared with others. */
    int eagerness(int actor) {
        return 1;
    }

    /** The same of what belongs to nobody, such as hours that pass. */
    int restlessness() {
        return 1;
    }

    private int record(int choice) {
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, count * 2);
        }
        taken[count++] = choice;
        return choice;
    }

    /** What was chosen so far. */
    final int[] taken() {
        return Arrays.copyOf(taken, count);
    }

    /** The events that were chosen so far, those included to which there was no alternative. */
    final Steps steps() {
        return new Steps(Arrays.copyOf(events, steps), Arrays.copyOf(ways, steps));
    }

    /** Events by what tells them from others, and the ways in which they happened. */
    record Steps(long[] events, int[] ways) {}
}
