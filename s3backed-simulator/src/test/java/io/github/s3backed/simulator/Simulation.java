package io.github.s3backed.simulator;

import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.SimulatedWorld;
import io.github.s3backed.dynamodb.StorePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One schedule: actors whose requests, answers and pauses happen one at a time, in an order that {@link Choices} decide on.
 * Everything runs on the thread that runs this.
 */
final class Simulation {

    private static final BlobMetadata PLAIN = new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of());

    private static final long MILLISECOND = 1_000_000;
    private static final long LONG_AGO = Duration.ofHours(25).toNanos();
    private static final int MAX_STEPS = 2000;
    private static final int MAX_OPTIONS = 256;

    /** The numbers of those who are there in every scenario. */
    private static final int FIRST_READER = 8;

    private static final int SWEEPER = 16;
    private static final int STREAM = 17;
    private static final int FOUNDER = 24;
    private static final int RAW_WRITER = 25;

    private final Choices choices;
    private final Scenario scenario;
    private final Coverage coverage;
    private final @Nullable List<String> trace;
    private final long transactionTransit;
    private final Thread thread = Thread.currentThread();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Script> scripts = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final int[] weights = new int[MAX_OPTIONS];
    private final long[] events = new long[MAX_OPTIONS];
    private final Table table;
    private final Bucket bucket;
    private final Checks checks;
    private final Disturbances disturbances;
    private final Sweep sweep;
    private final @Nullable Stream stream;
    private @Nullable Operation applying;
    private boolean expiring;
    private @Nullable Violation violation;
    private boolean quiet = true;
    private boolean isFounding = true;
    private long now;
    private long writeIds;
    private int step;
    private int faults;
    private long hash = 1125899906842597L;

    private Simulation(
            Choices choices,
            Scenario scenario,
            World world,
            Coverage coverage,
            @Nullable List<String> trace,
            Foundation foundation) {
        this.choices = choices;
        this.scenario = scenario;
        this.coverage = coverage;
        this.trace = trace;
        this.transactionTransit = world.transactionTransit().toNanos();
        this.table = foundation.table().copy();
        this.bucket = foundation.bucket().copy();
        this.checks = new Checks(this, table, bucket, foundation.history().copy());
        this.disturbances = new Disturbances(this, scenario, table);
        this.sweep = new Sweep(this, SWEEPER, scenario.mode(), table, bucket, Scratch.folder());
        this.stream = scenario.stream() == Scenario.Consumer.NONE
                ? null
                : new Stream(this, STREAM, scenario.stream().grace(), table, bucket);
        this.now = foundation.now();
        this.writeIds = foundation.writeIds();
        this.step = foundation.step();
        table.onChange((id, before, after) -> {
            checks.written(id, after);
            if (applying != null) {
                applying.effects.add(new Operation.Effect(id, before, after));
            }
            if (stream != null && !isFounding) {
                stream.changed(id, before, after, expiring);
            }
        });
    }

    /** One that has not begun. */
    static Simulation of(
            Choices choices, Scenario scenario, World world, Coverage coverage, @Nullable List<String> trace) {
        Foundation foundation = Foundation.of(
                scenario,
                () -> new Simulation(
                                new GivenChoices(), scenario, world, new Coverage(), null, Foundation.nothing(scenario))
                        .found());
        return new Simulation(choices, scenario, world, coverage, trace, foundation);
    }

    /** One without a scenario, of which a caller makes the steps. It is quiet until {@link #wake}. */
    static Simulation bare() {
        Scenario scenario = Scenario.of(Scenario.Mode.EXCLUSIVE, Scenario.Beginning.ABSENT, Act.PUT, Act.PUT, false);
        return new Simulation(
                new GivenChoices(), scenario, World.USUAL, new Coverage(), null, Foundation.nothing(scenario));
    }

    /** From here on requests take their time, or until all is quiet again. */
    void wake(boolean awake) {
        quiet = !awake;
    }

    /** What can happen next. */
    List<Task> tasks() {
        return tasks;
    }

    Table table() {
        return table;
    }

    Bucket bucket() {
        return bucket;
    }

    /** Lets one thing happen. */
    void step(Task task, int way) {
        if (++step > MAX_STEPS) {
            throw new Violation("It does not come to an end.");
        }
        now += MILLISECOND;
        task.happen(way);
        checks.afterStep();
    }

    /**
     * What is assumed of the world.
     *
     * @param transactionTransit how long a transaction may be on its way at the most
     */
    record World(Duration transactionTransit) {

        static final World USUAL = new World(Duration.ofMinutes(5));
    }

    // ---- the schedule ----

    /**
     * Runs it to its end.
     *
     * @throws Violation if a guarantee was broken
     */
    void run() {
        try {
            begin();
            isFounding = false;
            quiet = false;
            while (!tasks.isEmpty()) {
                next();
            }
            quiet = true;
            settle();
        } finally {
            List.copyOf(processes).forEach(Process::crash);
            if (sweep.runs() > 0) {
                Scratch.empty();
            }
        }
    }

    private void next() {
        if (++step > MAX_STEPS) {
            throw new Violation("It does not come to an end.");
        }
        now += MILLISECOND;
        int option = quiet ? 0 : choose();
        if (option < tasks.size()) {
            Task task = tasks.get(option);
            int way = quiet || faults >= scenario.limits().faults() ? 0 : choices.way(task.ways());
            faults += way == 0 ? 0 : 1;
            mix(task.identity() * 16 + way);
            task.happen(way);
        } else {
            mix(events[option]);
            disturbances.happen(events[option], scripts, processes);
        }
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).goOn();
        }
        checks.afterStep();
        if (violation != null) {
            throw violation;
        }
    }

    private int choose() {
        int count = 0;
        for (Task task : tasks) {
            weights[count] = task.weight() * choices.eagerness(task.actor().number);
            events[count++] = task.identity();
        }
        int disturbances = this.disturbances.possible(scripts, processes, events, count);
        Arrays.fill(weights, count, disturbances, choices.restlessness());
        return choices.event(disturbances, events, weights);
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
    }

    // ---- its beginning and its end ----

    private Foundation found() {
        bucket.put(StorePolicy.KEY, SimulatedWorld.bytesOf(StorePolicy.DEFAULT), PLAIN, PutMode.OVERWRITE, now);
        prepare(Scenario.Beginning.OLD);
        if (scenario.oldOrphan()) {
            quietly(plan(Act.PUT, 1, 0));
            writeRaw(Scenario.ITEMS[1], Map.of(), false);
        }
        if (scenario.rawItem()) {
            makeRawItem();
        }
        now += LONG_AGO;
        prepare(Scenario.Beginning.YOUNG);
        return new Foundation(table, bucket, checks.history(), now, writeIds, step);
    }

    private void begin() {
        addAll("writer", 0, scenario.writers());
        addAll("reader", FIRST_READER, scenario.readers());
        if (scenario.sweeps()) {
            tasks.add(sweep);
        }
        mix(scenario.hashCode());
    }

    private void addAll(String role, int first, List<List<Scenario.Plan>> all) {
        for (int i = 0; i < all.size(); i++) {
            add(new Actor(first + i, role + " " + (char) ('A' + i)), all.get(i));
        }
    }

    /** One payload of it is where its attribute is, and the other within a list of a map. */
    private void makeRawItem() {
        String id = Scenario.RAW_ITEM;
        Subject raw = new Subject(id, id, "raw", "payload 0", "payload 1", null);
        ProtocolClients.of(this, scenario, new Actor(RAW_WRITER, "raw"), table, bucket)
                .eager()
                .putItem(put -> put.tableName(Table.NAME).item(raw.item()))
                .join();
        Map<String, AttributeValue> item = new HashMap<>(table.item(id));
        item.put("kept", AttributeValue.fromM(Map.of("all", AttributeValue.fromL(List.of(item.remove("note"))))));
        writeRaw(id, item, false);
    }

    private void prepare(Scenario.Beginning beginning) {
        for (int i = 0; i < Scenario.ITEMS.length; i++) {
            if (scenario.beginnings().get(i) == beginning) {
                quietly(plan(Act.PUT, i, i));
            }
        }
    }

    private static Scenario.Plan plan(Act act, int item, int payload) {
        return new Scenario.Plan(act, item, payload, false);
    }

    private void quietly(Scenario.Plan... plans) {
        add(new Actor(FOUNDER, "founder"), List.of(plans));
        while (!tasks.isEmpty()) {
            next();
        }
        scripts.clear();
    }

    private void add(Actor actor, List<Scenario.Plan> plans) {
        if (plans.stream().anyMatch(plan -> plan.act() != Act.NOTHING)) {
            Script script = new Script(this, actor, ProtocolClients.of(this, scenario, actor, table, bucket), plans);
            scripts.add(script);
            tasks.add(script);
        }
    }

    String nextWriteId() {
        return String.format("%032x", ++writeIds);
    }

    private void settle() {
        now += LONG_AGO + Duration.ofHours(1).toNanos();
        if (scenario.sweeps() && (sweep.isUnfinished() || checks.hasOrphans())) {
            do {
                tasks.add(sweep);
                next();
            } while (!sweep.isDone());
        }
        if (scenario.sweeps()) {
            checks.afterSweep();
        }
        quietly(plan(Act.SCAN, 0, 0));
    }

    // ---- what its parts ask for ----

    /** Those that are running. */
    List<Process> processes() {
        return processes;
    }

    boolean isQuiet() {
        return quiet;
    }

    /** Writes an item, or removes it, as nobody does who coordinates anything. */
    void writeRaw(String id, Map<String, AttributeValue> after, boolean timeToLive) {
        applying = null;
        expiring = timeToLive;
        table.writeRaw(id, after);
        expiring = false;
    }

    /**
     * An actor's code may be killed here.
     *
     * @param step what it is about to do
     * @param place tells it from other places of the actor's run
     */
    void mayCrash(Actor actor, String step, int place) {
        boolean crashes = !quiet
                && disturbances.mayCrash()
                && choices.wayWithin(((actor.number * 64L + 60) * 4096 + place) * 4, 2) == 1;
        if (!quiet) {
            coverage.count(step, crashes);
        }
        if (crashes) {
            mix(place * 31L + actor.number);
            disturbances.crashesWithin();
            trace(() -> actor + " crashes before: " + step);
            crash(actor);
            throw new LockStep.Crash();
        }
    }

    /** Nanoseconds since its beginning. */
    long now() {
        if (Thread.currentThread() != thread && processes.isEmpty()) {
            throw new IllegalStateException("Another thread has asked for the time: " + Thread.currentThread());
        }
        return now;
    }

    void passUntil(long then) {
        now = Math.max(now, then);
    }

    void pass(long nanos) {
        now += nanos;
    }

    /** Everything of a process stops but what it has sent. */
    void crash(Actor actor) {
        actor.crashed = true;
        tasks.removeIf(task -> task.actor() == actor && !task.outlivesCrash());
    }

    int step() {
        return step;
    }

    long transactionTransit() {
        return transactionTransit;
    }

    boolean hasFaultyRegistry() {
        return scenario.faultyRegistry() && !quiet;
    }

    boolean hasSharedPayloads() {
        return scenario.mode() != Scenario.Mode.EXCLUSIVE;
    }

    @Nullable
    String currentN(String id) {
        AttributeValue n = table.item(id).get("n");
        return n == null ? null : n.s();
    }

    void add(Task task) {
        if (Thread.currentThread() != thread && processes.isEmpty()) {
            throw new IllegalStateException("Another thread takes part: " + Thread.currentThread());
        }
        tasks.add(task);
    }

    void remove(Task task) {
        tasks.remove(task);
    }

    List<Exchange<?>> exchanges() {
        List<Exchange<?>> exchanges = new ArrayList<>();
        for (Task task : tasks) {
            if (task instanceof Exchange<?> exchange) {
                exchanges.add(exchange);
            }
        }
        return exchanges;
    }

    void applying(@Nullable Operation operation) {
        applying = operation;
    }

    void ended(Operation operation, @Nullable Object response, @Nullable Throwable failure) {
        try {
            checks.ended(operation, response, failure);
        } catch (Violation e) {
            violation = e; // The future whose end this is would keep it to itself.
        }
    }

    Coverage coverage() {
        return coverage;
    }

    void trace(Supplier<String> line) {
        if (trace != null && !quiet) {
            trace.add(line.get());
        }
    }

    long hash() {
        return hash;
    }

    static String nameOf(Throwable failure) {
        return failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                ? refused.awsErrorDetails().errorCode()
                : failure.getClass().getSimpleName();
    }
}
