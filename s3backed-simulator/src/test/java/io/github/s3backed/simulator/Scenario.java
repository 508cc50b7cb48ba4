package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who does what, in which world. The first of everything is the simplest. */
final class Scenario {

    /** How objects are named, and with that who removes them. */
    enum Mode {
        EXCLUSIVE,
        SHARED,
        /** A fleet that is on its way from shared keys to exclusive ones. */
        MIXED
    }

    static final String[] ITEMS = {"i1", "i2"};

    private static final int[] WRITERS = {20, 60, 20};
    private static final int[] READERS = {40, 40, 20};
    private static final int[] RARELY = {90, 10};
    private static final int[] ACTS = {50, 35, 15};

    final Mode mode;
    final boolean faultyRegistry;
    final int attempts;
    final int sweepers;
    final boolean oldOrphan;
    final Beginning[] beginnings = new Beginning[ITEMS.length];
    final List<List<Plan>> writers = new ArrayList<>();
    final List<List<Plan>> readers = new ArrayList<>();
    int maxFaults = 6;
    int maxTimeJumps = 4;
    int maxCrashes = 1;
    int maxCancels = 1;

    /** What an item is at first. */
    enum Beginning {
        ABSENT,
        YOUNG,
        OLD
    }

    /**
     * An act to come.
     *
     * @param item the number of the item
     * @param payload which payload, under shared keys; others are all different
     * @param note whether there is a second payload
     */
    record Plan(Act act, int item, int payload, boolean note) {}

    Scenario(Mode mode, boolean oldOrphan, int sweepers, Beginning first) {
        this.mode = mode;
        this.faultyRegistry = false;
        this.attempts = 3;
        this.sweepers = sweepers;
        this.oldOrphan = oldOrphan;
        this.beginnings[0] = first;
        this.beginnings[1] = Beginning.ABSENT;
    }

    private Scenario(Choices choices) {
        mode = Mode.values()[choices.of(Mode.values().length)];
        faultyRegistry = choices.of(2, RARELY) == 1;
        attempts = 3 - choices.of(3);
        sweepers = choices.of(2);
        oldOrphan = mode != Mode.EXCLUSIVE && choices.of(2) == 1;
        for (int i = 0; i < beginnings.length; i++) {
            beginnings[i] = Beginning.values()[choices.of(Beginning.values().length)];
        }
        add(writers, 1 + choices.of(3, WRITERS), Act.writes(), choices);
        add(readers, choices.of(3, READERS), Act.reads(), choices);
    }

    static Scenario draw(Choices choices) {
        return new Scenario(choices);
    }

    private static void add(List<List<Plan>> actors, int count, Act[] acts, Choices choices) {
        for (int i = 0; i < count; i++) {
            List<Plan> plans = new ArrayList<>();
            int length = 1 + choices.of(3, ACTS);
            for (int j = 0; j < length; j++) {
                plans.add(new Plan(
                        acts[choices.of(acts.length)],
                        choices.of(ITEMS.length, RARELY),
                        choices.of(2),
                        acts == Act.writes() && choices.of(2) == 1));
            }
            actors.add(plans);
        }
    }

    @Override
    public String toString() {
        return mode + " keys, " + attempts + " attempts, items " + Arrays.toString(beginnings)
                + (oldOrphan ? ", an old object that no item refers to" : "")
                + (faultyRegistry ? ", requests about the store's policy may fail" : "") + ", writers " + writers
                + (readers.isEmpty() ? "" : ", readers " + readers) + (sweepers == 0 ? "" : ", a sweeper");
    }
}
