package io.github.s3backed.sweeper;

import java.util.function.Consumer;

/** Gives the sweeper small pages and few segments, and tells a simulation where it is. */
public final class SimulatedSweep {

    private static final int SEGMENTS = 2;
    private static final int MARKS = 16;

    private SimulatedSweep() {}

    /**
     * Settings of a sweeper that does one thing at a time.
     *
     * @param steps hears of each place at which it could be killed
     */
    public static Sweeper.Builder settings(Consumer<String> steps) {
        return Sweeper.builder()
                .segments(SEGMENTS)
                .parallelism(1)
                .itemsPerPage(1)
                .marksInMemory(MARKS)
                .steps(steps::accept);
    }
}
