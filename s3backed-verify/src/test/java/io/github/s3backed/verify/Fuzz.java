package io.github.s3backed.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Runs a target on inputs that are made of seeds, for {@code s3backed.fuzz.seconds}, and prints what runs a failed one again. With
 * {@code s3backed.fuzz.seed} it runs that input alone. The counts go to {@code target/evidence.json} at the root of the project.
 */
public final class Fuzz {

    /** Makes one input of {@code random}, and throws unless what must hold holds. */
    public interface Target {
        void accept(RandomGenerator random) throws Exception;
    }

    private static final Duration ENDLESS = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Map<String, Long> INPUTS = new TreeMap<>();

    private final String name;
    private final Target target;
    private volatile long seed;
    private volatile long began;

    private Fuzz(String name, Target target) {
        this.name = name;
        this.target = target;
    }

    /** Runs {@code target}, which evidence and messages call {@code name}. */
    public static void run(String name, Target target) throws Exception {
        Long replayed = Long.getLong("s3backed.fuzz.seed");
        new Fuzz(name, target).run(replayed);
    }

    private void run(Long replayed) throws Exception {
        if (replayed != null) {
            one(replayed);
            return;
        }
        long first = new SplittableRandom().nextLong() >>> 16;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("s3backed.fuzz.seconds", 1));
        began = System.nanoTime();
        FutureTask<Long> inputs = new FutureTask<>(() -> {
            long count = 0;
            while (count == 0 || System.nanoTime() < deadline) {
                one(first + count++);
            }
            return count;
        });
        Thread thread = new Thread(inputs, "fuzz " + name);
        thread.setDaemon(true);
        thread.start();
        report(first, await(inputs));
    }

    private void one(long input) {
        seed = input;
        began = System.nanoTime();
        try {
            target.accept(new SplittableRandom(input));
        } catch (Exception | Error e) {
            throw new AssertionError(name + " fails; run it again by -Ds3backed.fuzz.seed=" + input, e);
        }
    }

    private long await(FutureTask<Long> inputs) throws Exception {
        while (true) {
            try {
                return inputs.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - began > ENDLESS.toNanos()) {
                    throw new AssertionError(name + " does not end; run it again by -Ds3backed.fuzz.seed=" + seed, e);
                }
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause().getMessage(), e.getCause());
            }
        }
    }

    private void report(long first, long inputs) throws IOException {
        System.out.printf("fuzz %s: %d inputs from seed %d on%n", name, inputs, first);
        synchronized (INPUTS) {
            INPUTS.merge(name, inputs, Long::sum);
            merge(Path.of(System.getProperty("s3backed.root"), "target", "evidence.json"));
        }
    }

    // One module after the other writes there, and each keeps what others have written.
    private static void merge(Path file) throws IOException {
        ObjectNode all = Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
        all.put(
                "fuzzInputs",
                INPUTS.values().stream().mapToLong(Long::longValue).sum());
        all.set("fuzzTargets", JSON.valueToTree(INPUTS));
        Files.createDirectories(file.getParent());
        Path whole = Files.createTempFile(file.getParent(), "evidence", ".tmp");
        JSON.writeValue(whole.toFile(), all);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The bytes of heap that this thread has set aside so far, those that it gave back included. */
    public static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
