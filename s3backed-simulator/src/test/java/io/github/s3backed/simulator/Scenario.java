package io.github.s3backed.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who does what, in which world. Immutable.
 *
 * @param mode how objects are named, and with that who removes them
 * @param faultyRegistry whether requests about the store's policy and registry may fail, or are answered at once
 * @param attempts how often a request is tried
 * @param sweeps whether there is a sweeper
 * @param stream what consumes the stream of the table
 * @param oldOrphan whether there is an old object that no item refers to
 * @param rawItem whether there is a third item, which nobody writes that coordinates anything, and which refers to objects
 *     from an attribute and from within a list
 * @param beginnings what each item is at first
 * @param writers what each of them does; there are always as many, of whom some may do nothing
 * @param readers as the writers
 */
record Scenario(
        Mode mode,
        boolean faultyRegistry,
        int attempts,
        boolean sweeps,
        Consumer stream,
        boolean oldOrphan,
        boolean rawItem,
        List<Beginning> beginnings,
        List<List<Plan>> writers,
        List<List<Plan>> readers) {

    /** The item that is written as {@link #rawItem} says. */
    static final String RAW_ITEM = "i3";

    static final String[] ITEMS = {"i1", "i2"};
    private static final Limits LIMITS = new Limits(6, 4, 1, 1);

    private static final int MAX_ATTEMPTS = 3;
    private static final int ACTS_OF_ACTOR = 3;
    private static final int[] RARELY = {90, 10};
    private static final int[] CONSUMERS = {65, 25, 10};
    /** Its requests and files make a sweep the slowest that there is. */
    private static final int[] SWEEPS = {75, 25};

    private static final int HUNDRED = 100;
    /** How many of hundred writers do nothing for their first, second and third act. */
    private static final int[][] IDLE_WRITERS = {{0, 50, 80}, {15, 60, 85}, {75, 70, 90}};

    private static final int[][] IDLE_READERS = {{35, 70, 85}, {75, 80, 90}};

    Scenario {
        beginnings = List.copyOf(beginnings);
        writers = List.copyOf(writers);
        readers = List.copyOf(readers);
    }

    enum Mode {
        EXCLUSIVE,
        SHARED,
        /** A fleet that is on its way from shared keys to exclusive ones. */
        MIXED
    }

    enum Consumer {
        NONE,
        /** A handler that removes at once what records have released. */
        AT_ONCE,
        /** One that leaves it alone for an hour, in which it may be put back by hand. */
        LATER;

        Duration grace() {
            return this == LATER ? Duration.ofHours(1) : Duration.ZERO;
        }
    }

    enum Beginning {
        ABSENT,
        YOUNG,
        OLD
    }

    /** How often what may happen in one schedule at the most. */
    record Limits(int faults, int timeJumps, int crashes, int cancels) {}

    /**
     * An act to come.
     *
     * @param item the number of the item
     * @param payload which payload, under shared keys; others are all different
     * @param note whether there is a second payload
     */
    record Plan(Act act, int item, int payload, boolean note) {

        static final Plan NOTHING = new Plan(Act.NOTHING, 0, 0, false);

        static Plan of(Act act) {
            return new Plan(act, 0, 0, false);
        }

        @Override
        public String toString() {
            return act == Act.NOTHING ? "-" : act + " " + ITEMS[item] + (note ? " with a note" : "");
        }
    }

    Limits limits() {
        return LIMITS;
    }

    /** A writer with one act, another that does one as often as it can, and a sweeper if one is wanted. */
    static Scenario often(Mode mode, Beginning first, Act one, Act often, boolean sweeps) {
        Scenario once = of(mode, first, one, often, sweeps);
        List<Plan> all = Collections.nCopies(ACTS_OF_ACTOR, Plan.of(often));
        return new Scenario(
                mode,
                false,
                once.attempts,
                sweeps,
                Consumer.NONE,
                once.oldOrphan,
                false,
                once.beginnings,
                List.of(once.writers.get(0), all, all),
                once.readers);
    }

    /** A writer that moves an item, and another that puts it. */
    static Scenario moving() {
        Plan move = new Plan(Act.MOVE_OF_OTHER, 0, 0, false);
        Scenario all = of(Mode.EXCLUSIVE, Beginning.ABSENT, Act.PUT, Act.PUT, false);
        return new Scenario(
                all.mode,
                false,
                MAX_ATTEMPTS,
                false,
                Consumer.NONE,
                false,
                false,
                List.of(Beginning.ABSENT, Beginning.YOUNG),
                List.of(only(move), only(new Plan(Act.PUT, 1, 1, false)), only(Plan.NOTHING)),
                all.readers);
    }

    /** An item that is deleted by hand and put back before a stream handler acts. */
    static Scenario puttingBack() {
        Scenario all = of(Mode.EXCLUSIVE, Beginning.ABSENT, Act.PUT, Act.DELETE, false);
        return new Scenario(
                all.mode,
                false,
                all.attempts,
                false,
                Consumer.LATER,
                false,
                true,
                all.beginnings,
                all.writers,
                all.readers);
    }

    /** Two writers with one act each, and a sweeper if one is wanted. */
    static Scenario of(Mode mode, Beginning first, Act one, Act other, boolean sweeps) {
        return new Scenario(
                mode,
                false,
                2,
                sweeps,
                Consumer.NONE,
                sweeps || mode != Mode.EXCLUSIVE,
                false,
                List.of(first, Beginning.ABSENT),
                List.of(only(Plan.of(one)), only(Plan.of(other)), only(Plan.NOTHING)),
                Collections.nCopies(IDLE_READERS.length, only(Plan.NOTHING)));
    }

    private static List<Plan> only(Plan plan) {
        return List.of(plan, Plan.NOTHING, Plan.NOTHING);
    }

    // ---- as choices ----

    static Scenario draw(Choices choices) {
        Mode mode = Mode.values()[choices.of(Mode.values().length)];
        return new Scenario(
                mode,
                choices.of(2, RARELY) == 1,
                MAX_ATTEMPTS - choices.of(MAX_ATTEMPTS),
                choices.of(2, SWEEPS) == 1,
                Consumer.values()[choices.of(Consumer.values().length, CONSUMERS)],
                choices.of(2) == 1,
                choices.of(2, RARELY) == 1,
                List.of(drawBeginning(choices), drawBeginning(choices)),
                drawActors(choices, Act.writes(), IDLE_WRITERS),
                drawActors(choices, Act.reads(), IDLE_READERS));
    }

    private static Beginning drawBeginning(Choices choices) {
        return Beginning.values()[choices.of(Beginning.values().length)];
    }

    private static List<List<Plan>> drawActors(Choices choices, Act[] acts, int[][] idle) {
        List<List<Plan>> actors = new ArrayList<>();
        for (int[] idleOfActor : idle) {
            List<Plan> plans = new ArrayList<>();
            for (int i = 0; i < ACTS_OF_ACTOR; i++) {
                plans.add(
                        choices.of(2, new int[] {idleOfActor[i], HUNDRED - idleOfActor[i]}) == 0
                                ? Plan.NOTHING
                                : new Plan(
                                        acts[choices.of(acts.length)],
                                        choices.of(ITEMS.length, RARELY),
                                        choices.of(2),
                                        choices.of(2) == 1));
            }
            actors.add(plans);
        }
        return actors;
    }

    /** The choices of which {@link #draw} makes this scenario. */
    int[] toChoices() {
        IntStream.Builder choices = IntStream.builder();
        choices.add(mode.ordinal())
                .add(faultyRegistry ? 1 : 0)
                .add(MAX_ATTEMPTS - attempts)
                .add(sweeps ? 1 : 0)
                .add(stream.ordinal())
                .add(oldOrphan ? 1 : 0)
                .add(rawItem ? 1 : 0);
        beginnings.forEach(beginning -> choices.add(beginning.ordinal()));
        writers.forEach(plans -> plans.forEach(plan -> toChoices(plan, Act.writes(), choices)));
        readers.forEach(plans -> plans.forEach(plan -> toChoices(plan, Act.reads(), choices)));
        return choices.build().toArray();
    }

    private static void toChoices(Plan plan, Act[] acts, IntStream.Builder choices) {
        choices.add(plan.act() == Act.NOTHING ? 0 : 1);
        if (plan.act() != Act.NOTHING) {
            choices.add(List.of(acts).indexOf(plan.act()))
                    .add(plan.item())
                    .add(plan.payload())
                    .add(plan.note() ? 1 : 0);
        }
    }

    // ---- simpler ones ----

    /** Scenarios in which there is a little less than in this one. */
    List<Scenario> simpler() {
        List<Scenario> all = new ArrayList<>();
        for (int i = 0; i < writers.size() + readers.size(); i++) {
            for (int j = 0; j < ACTS_OF_ACTOR; j++) {
                all.add(with(i, j, plan -> Plan.NOTHING));
            }
        }
        all.add(with(mode, faultyRegistry, attempts, false, stream, oldOrphan, rawItem, beginnings));
        all.add(with(mode, faultyRegistry, attempts, sweeps, Consumer.NONE, oldOrphan, rawItem, beginnings));
        all.add(with(mode, faultyRegistry, attempts, sweeps, stream, false, rawItem, beginnings));
        all.add(with(mode, faultyRegistry, attempts, sweeps, stream, oldOrphan, false, beginnings));
        all.add(with(mode, false, attempts, sweeps, stream, oldOrphan, rawItem, beginnings));
        all.add(with(Mode.EXCLUSIVE, faultyRegistry, attempts, sweeps, stream, false, rawItem, beginnings));
        all.add(with(Mode.SHARED, faultyRegistry, attempts, sweeps, stream, oldOrphan, rawItem, beginnings));
        for (int fewer = 1; fewer < attempts; fewer++) {
            all.add(with(mode, faultyRegistry, fewer, sweeps, stream, oldOrphan, rawItem, beginnings));
        }
        for (Beginning other : Beginning.values()) {
            List<Beginning> first = List.of(other, beginnings.get(1));
            List<Beginning> second = List.of(beginnings.get(0), other);
            all.add(with(mode, faultyRegistry, attempts, sweeps, stream, oldOrphan, rawItem, first));
            all.add(with(mode, faultyRegistry, attempts, sweeps, stream, oldOrphan, rawItem, second));
        }
        for (int i = 0; i < writers.size() + readers.size(); i++) {
            for (int j = 0; j < ACTS_OF_ACTOR; j++) {
                Act simple = i < writers.size() ? Act.writes()[0] : Act.reads()[0];
                all.add(with(i, j, plan -> new Plan(plan.act(), plan.item(), plan.payload(), false)));
                all.add(with(i, j, plan -> new Plan(plan.act(), plan.item(), 0, plan.note())));
                all.add(with(i, j, plan -> new Plan(plan.act(), 0, plan.payload(), plan.note())));
                all.add(with(
                        i,
                        j,
                        plan -> plan.act() == Act.NOTHING
                                ? plan
                                : new Plan(simple, plan.item(), plan.payload(), plan.note())));
            }
        }
        all.removeIf(this::equals);
        return all;
    }

    private Scenario with(
            Mode mode,
            boolean faultyRegistry,
            int attempts,
            boolean sweeps,
            Consumer stream,
            boolean oldOrphan,
            boolean rawItem,
            List<Beginning> beginnings) {
        return new Scenario(
                mode, faultyRegistry, attempts, sweeps, stream, oldOrphan, rawItem, beginnings, writers, readers);
    }

    private Scenario with(int actor, int act, UnaryOperator<Plan> change) {
        return new Scenario(
                mode,
                faultyRegistry,
                attempts,
                sweeps,
                stream,
                oldOrphan,
                rawItem,
                beginnings,
                with(writers, actor, act, change),
                with(readers, actor - writers.size(), act, change));
    }

    private static List<List<Plan>> with(List<List<Plan>> actors, int actor, int act, UnaryOperator<Plan> change) {
        List<List<Plan>> all = new ArrayList<>(actors);
        if (actor >= 0 && actor < all.size()) {
            List<Plan> plans = new ArrayList<>(all.get(actor));
            plans.set(act, change.apply(plans.get(act)));
            all.set(actor, List.copyOf(plans));
        }
        return all;
    }

    /** How much there is in it. */
    int size() {
        return (sweeps ? 4 : 0)
                + stream.ordinal() * 4
                + (rawItem ? 2 : 0)
                + (oldOrphan ? 2 : 0)
                + (faultyRegistry ? 2 : 0)
                + mode.ordinal()
                + attempts
                + beginnings.stream().mapToInt(Enum::ordinal).sum()
                + writers.stream()
                        .flatMap(List::stream)
                        .mapToInt(plan -> size(plan, Act.writes()))
                        .sum()
                + readers.stream()
                        .flatMap(List::stream)
                        .mapToInt(plan -> size(plan, Act.reads()))
                        .sum();
    }

    private static int size(Plan plan, Act[] acts) {
        return plan.act() == Act.NOTHING
                ? 0
                : 10 + plan.item() + plan.payload() + (plan.note() ? 5 : 0) + (plan.act() == acts[0] ? 0 : 1);
    }

    /** The same in every run, unlike those of enums. */
    @Override
    public int hashCode() {
        return Arrays.hashCode(toChoices());
    }

    @Override
    public String toString() {
        return mode + " keys, " + attempts + (attempts == 1 ? " attempt" : " attempts") + ", items at first "
                + beginnings + (oldOrphan ? ", an old object that no item refers to" : "")
                + (rawItem ? ", a raw item" : "")
                + (faultyRegistry ? ", requests about the store's policy may fail" : "") + ", writers "
                + text(writers) + ", readers " + text(readers) + (sweeps ? ", a sweeper" : "")
                + (stream == Consumer.NONE ? "" : ", a stream handler")
                + (stream == Consumer.LATER ? " with a grace of an hour" : "");
    }

    private static String text(List<List<Plan>> actors) {
        return actors.stream()
                .map(plans -> plans.stream().map(Plan::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", "(", ")"));
    }
}
