package io.github.s3backed.simulator;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.dynamodb.SimulatedWorld;
import io.github.s3backed.dynamodb.StorePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One schedule: actors whose requests, answers and pauses happen one at a time, in an order that {@link Choices} decide on.
 * Everything runs on the thread that runs this.
 */
final class Simulation {

    private static final KeyTemplate SHARED = KeyTemplate.of("shared/{fingerprint}");
    private static final Compressors COMPRESSORS = Compressors.discover();
    private static final S3BackedTable TABLE = S3BackedTable.builder(Table.NAME)
            .partitionKey(Table.KEY)
            .attribute(S3BackedAttribute.text("body").build())
            .attribute(S3BackedAttribute.text("note").build())
            .build();
    private static final BlobMetadata PLAIN = new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of());

    private static final long MILLISECOND = 1_000_000;
    private static final long[] TIME_JUMPS = {
        Duration.ofMinutes(6).toNanos(),
        Duration.ofMinutes(16).toNanos(),
        Duration.ofMinutes(61).toNanos(),
        Duration.ofHours(13).toNanos(),
        Duration.ofHours(25).toNanos()
    };
    private static final long LONG_AGO = Duration.ofHours(25).toNanos();
    private static final int MAX_STEPS = 2000;
    private static final int MAX_OPTIONS = 256;
    private static final int DISTURBANCE_WEIGHT = 1;

    private final Choices choices;
    private final Scenario scenario;
    private final Coverage coverage;
    private final @Nullable List<String> trace;
    private final long transactionTransit;
    private final Thread thread = Thread.currentThread();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Script> scripts = new ArrayList<>();
    private final int[] weights = new int[MAX_OPTIONS];
    private final Table table = new Table();
    private final Bucket bucket;
    private final Checks checks;
    private @Nullable Operation applying;
    private @Nullable Violation violation;
    private boolean quiet = true;
    private long now;
    private long writeIds;
    private int actors;
    private int step;
    private int faults;
    private int timeJumps;
    private int crashes;
    private int cancels;
    private long hash = 1125899906842597L;

    Simulation(Choices choices, Scenario scenario, World world, Coverage coverage, @Nullable List<String> trace) {
        this.choices = choices;
        this.scenario = scenario;
        this.coverage = coverage;
        this.trace = trace;
        this.transactionTransit = world.transactionTransit().toNanos();
        this.bucket = new Bucket(scenario.mode != Scenario.Mode.EXCLUSIVE);
        this.checks = new Checks(this, table, bucket);
        table.onChange((id, before, after) -> {
            checks.written(id, after);
            if (applying != null) {
                applying.effects.add(new Operation.Effect(id, before, after));
            }
        });
    }

    /**
     * What is assumed of the world.
     *
     * @param transactionTransit how long a transaction may be on its way at the most
     */
    record World(Duration transactionTransit) {

        static final World USUAL = new World(Duration.ofMinutes(1));
    }

    // ---- the schedule ----

    /**
     * Runs it to its end.
     *
     * @throws Violation if a guarantee was broken
     */
    void run() {
        begin();
        quiet = false;
        while (!tasks.isEmpty()) {
            next();
        }
        quiet = true;
        settle();
    }

    private void next() {
        if (++step > MAX_STEPS) {
            throw new Violation("It does not come to an end.");
        }
        now += MILLISECOND;
        int option = quiet ? 0 : choose();
        if (option < tasks.size()) {
            Task task = tasks.get(option);
            int way = quiet || faults >= scenario.maxFaults ? 0 : choices.fault(task.ways());
            faults += way == 0 ? 0 : 1;
            mix(task.identity() * 16 + way);
            task.happen(way);
        } else {
            mix(-1 - disturb(option - tasks.size()));
        }
        checks.afterStep();
        if (violation != null) {
            throw violation;
        }
    }

    private int choose() {
        int count = 0;
        for (Task task : tasks) {
            weights[count++] = task.weight() * choices.eagerness(task.actor().number);
        }
        int disturbances = (timeJumps < scenario.maxTimeJumps ? TIME_JUMPS.length : 0)
                + (crashes < scenario.maxCrashes ? running() : 0)
                + (cancels < scenario.maxCancels ? running() : 0);
        for (int i = 0; i < disturbances; i++) {
            weights[count++] = DISTURBANCE_WEIGHT;
        }
        return choices.of(count, weights);
    }

    private int running() {
        int running = 0;
        for (Script script : scripts) {
            running += script.isRunning() ? 1 : 0;
        }
        return running;
    }

    private long disturb(int option) {
        int left = option;
        if (timeJumps < scenario.maxTimeJumps) {
            if (left < TIME_JUMPS.length) {
                pass(left);
                return left;
            }
            left -= TIME_JUMPS.length;
        }
        if (crashes < scenario.maxCrashes) {
            if (left < running()) {
                return crash(running(left));
            }
            left -= running();
        }
        return cancel(running(left));
    }

    private Script running(int index) {
        int left = index;
        for (Script script : scripts) {
            if (script.isRunning() && left-- == 0) {
                return script;
            }
        }
        throw new IllegalStateException("There is no script " + index);
    }

    private void pass(int jump) {
        timeJumps++;
        coverage.count(Disturbance.TIME_PASSES);
        trace(() -> Duration.ofNanos(TIME_JUMPS[jump]) + " pass");
        now += TIME_JUMPS[jump];
    }

    private long crash(Script script) {
        Actor actor = script.actor();
        crashes++;
        coverage.count(Disturbance.CRASH);
        trace(() -> actor + " crashes");
        actor.crashed = true;
        tasks.removeIf(task -> task.actor() == actor && !task.outlivesCrash());
        return 100 + actor.number;
    }

    private long cancel(Script script) {
        cancels++;
        coverage.count(Disturbance.CANCEL);
        trace(() -> script.actor() + " cancels what it does");
        script.cancel();
        return 200 + script.actor().number;
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
    }

    // ---- its beginning and its end ----

    private void begin() {
        bucket.put(
                StorePolicy.KEY, SimulatedWorld.bytesOf(StorePolicy.DEFAULT), PLAIN, PutMode.OVERWRITE, now);
        prepare(Scenario.Beginning.OLD);
        if (scenario.oldOrphan) {
            quietly(plan(Act.PUT, 1, 1), plan(Act.DELETE, 1, 1));
        }
        now += LONG_AGO;
        prepare(Scenario.Beginning.YOUNG);
        scenario.writers.forEach(plans -> add("writer", plans, false));
        scenario.readers.forEach(plans -> add("reader", plans, true));
        for (int i = 0; i < scenario.sweepers; i++) {
            tasks.add(new Sweep(this, newActor("sweeper"), table, bucket));
        }
        mix(scenarioHash());
    }

    private long scenarioHash() {
        return List.of(
                        scenario.mode,
                        scenario.faultyRegistry,
                        scenario.attempts,
                        scenario.sweepers,
                        scenario.oldOrphan,
                        List.of(scenario.beginnings),
                        scenario.writers,
                        scenario.readers)
                .toString()
                .hashCode();
    }

    private void prepare(Scenario.Beginning beginning) {
        for (int i = 0; i < scenario.beginnings.length; i++) {
            if (scenario.beginnings[i] == beginning) {
                quietly(plan(Act.PUT, i, i));
            }
        }
    }

    private static Scenario.Plan plan(Act act, int item, int payload) {
        return new Scenario.Plan(act, item, payload, false);
    }

    private void quietly(Scenario.Plan... plans) {
        add("founder", List.of(plans), false);
        while (!tasks.isEmpty()) {
            next();
        }
        scripts.clear();
    }

    private void add(String role, List<Scenario.Plan> plans, boolean reader) {
        Actor actor = newActor(role);
        Script script = new Script(this, actor, client(actor), plans);
        scripts.add(script);
        tasks.add(script);
    }

    private Actor newActor(String role) {
        return new Actor(actors, role + " " + (char) ('A' + actors++));
    }

    private DynamoDbAsyncClient client(Actor actor) {
        boolean shared = scenario.mode == Scenario.Mode.SHARED
                || scenario.mode == Scenario.Mode.MIXED && actor.number % 2 == 0;
        S3BackedDynamoDb s3backed = SimulatedWorld.settings(
                        this::now, this::nextWriteId, delay -> new Pause(this, actor, now + delay.toNanos()).begin())
                .blobStore(new SimulatedBlobStore(this, actor, bucket))
                .keyTemplate(shared ? SHARED : KeyTemplate.EXCLUSIVE)
                .formerKeyTemplates(shared ? KeyTemplate.EXCLUSIVE : SHARED)
                .cleanUp(shared ? CleanUp.SWEEPER : CleanUp.IMMEDIATE)
                .compressors(COMPRESSORS)
                .compressor(BlobMetadata.IDENTITY)
                .threshold(0)
                .table(TABLE)
                .build();
        return s3backed.wrap(new SimulatedDynamoDb(this, actor, table, scenario.attempts));
    }

    private String nextWriteId() {
        return String.format("%032x", ++writeIds);
    }

    private void settle() {
        now += LONG_AGO + Duration.ofHours(1).toNanos();
        tasks.add(new Sweep(this, newActor("last sweeper"), table, bucket));
        while (!tasks.isEmpty()) {
            next();
        }
        checks.afterSweep();
        quietly(plan(Act.GET, 0, 0), plan(Act.GET, 1, 0), plan(Act.SCAN, 0, 0));
    }

    // ---- what its parts ask for ----

    /** Nanoseconds since its beginning. */
    long now() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("Another thread has asked for the time: " + Thread.currentThread());
        }
        return now;
    }

    void passUntil(long then) {
        now = Math.max(now, then);
    }

    int step() {
        return step;
    }

    long transactionTransit() {
        return transactionTransit;
    }

    boolean hasFaultyRegistry() {
        return scenario.faultyRegistry && !quiet;
    }

    boolean hasSharedPayloads() {
        return scenario.mode != Scenario.Mode.EXCLUSIVE;
    }

    @Nullable
    String currentN(String id) {
        AttributeValue n = table.item(id).get("n");
        return n == null ? null : n.s();
    }

    void add(Task task) {
        if (Thread.currentThread() != thread) {
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
