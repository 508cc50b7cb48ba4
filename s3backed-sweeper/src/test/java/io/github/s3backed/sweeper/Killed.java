package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Processes that say before each step where they are, and wait: see {@link SweepChild}. */
final class Killed {

    private Killed() {}

    /** Kills a child while it takes a step for the given time. */
    static void at(Process child, String step, int times) throws Exception {
        AtomicInteger left = new AtomicInteger(times);
        int exit = run(child, reached -> !reached.equals(step) || left.decrementAndGet() > 0);
        assertThat(left).as("the child got to '%s'", step).hasValue(0);
        assertThat(exit).isNotZero();
    }

    /**
     * Kills a child so many milliseconds after it went on from so many steps.
     *
     * @return whether it was killed before it had come to its end by itself
     */
    static boolean after(Process child, int steps, int milliseconds) throws Exception {
        AtomicInteger left = new AtomicInteger(steps);
        int exit = run(child, reached -> {
            boolean goesOn = left.getAndDecrement() > 0;
            if (!goesOn) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
            }
            return goesOn;
        });
        boolean killed = left.get() < 0 && exit != 0;
        assertThat(killed || exit == 0)
                .as("the child ended by itself, with %d", exit)
                .isTrue();
        return killed;
    }

    /** Lets a child take all its steps, and returns what it exits with. */
    static int never(Process child) throws Exception {
        return run(child, step -> true);
    }

    /** Lets a child take step after step, and kills it while it takes the one that it is not to go on from. */
    private static int run(Process child, Predicate<String> goesOn) throws Exception {
        try (BufferedReader out = child.inputReader();
                OutputStream in = child.getOutputStream()) {
            for (String step = out.readLine(); step != null; step = out.readLine()) {
                in.write('\n');
                in.flush();
                if (!goesOn.test(step)) {
                    child.destroyForcibly();
                    break;
                }
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return child.exitValue();
        } finally {
            child.destroyForcibly();
        }
    }
}
