package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs schedules by the thousand, on several threads, until there are enough or one has broken a guarantee. */
final class Explorer {

    private static final int MAX_STEPS = 2048;

    private final Simulation.World world;
    private final long seed;
    private final int[] scenario;
    private final Hashes hashes = new Hashes();
    private final Coverage coverage = new Coverage();
    private final long[] lengths = new long[MAX_STEPS];
    private final AtomicLong next = new AtomicLong();
    private volatile @Nullable Schedule failing;

    /**
     * Explores nothing yet.
     *
     * @param scenario the choices of the scenario of all schedules; none for any scenario
     */
    Explorer(Simulation.World world, long seed, int... scenario) {
        this.scenario = scenario;
        this.world = world;
        this.seed = seed;
    }

    /** Explores until {@code enough} distinct schedules have passed, or one has not, or {@code most} were run. */
    void explore(long enough, long most, int threads) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> work(enough, most), "simulator-" + i);
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    /** The same, on the calling thread. */
    void explore(long enough, long most) {
        work(enough, most);
    }

    private void work(long enough, long most) {
        Coverage own = new Coverage();
        long[] ownLengths = new long[MAX_STEPS];
        while (failing == null && hashes.size() < enough) {
            long number = next.getAndIncrement();
            if (number >= most) {
                break;
            }
            Schedule schedule = Schedule.run(new RandomChoices(seedOf(number), scenario), world, own);
            hashes.add(schedule.hash());
            ownLengths[schedule.length()]++;
            if (schedule.violation() != null) {
                failing = schedule;
            }
        }
        synchronized (this) {
            coverage.add(own);
            for (int i = 0; i < MAX_STEPS; i++) {
                lengths[i] += ownLengths[i];
            }
        }
    }

    private long seedOf(long number) {
        return (seed + number) * 0x9E3779B97F4A7C15L;
    }

    /** A schedule that has broken a guarantee; null if there was none. */
    @Nullable
    Schedule failing() {
        return failing;
    }

    long distinct() {
        return hashes.size();
    }

    long runs() {
        return next.get();
    }

    synchronized Coverage coverage() {
        return coverage;
    }

    synchronized int medianSteps() {
        long all = 0;
        for (long length : lengths) {
            all += length;
        }
        long seen = 0;
        for (int i = 0; i < MAX_STEPS; i++) {
            seen += lengths[i];
            if (seen * 2 >= all) {
                return i;
            }
        }
        return 0;
    }
}
