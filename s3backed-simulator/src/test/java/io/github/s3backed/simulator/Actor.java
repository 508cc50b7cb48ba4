package io.github.s3backed.simulator;

import org.jspecify.annotations.Nullable;

/** A process: what stops as a whole when it crashes. */
final class Actor {

    final int number;
    final String name;
    boolean crashed;
    /** What its requests are sent for; null between operations. */
    @Nullable Operation current;

    private int requests;

    Actor(int number, String name) {
        this.number = number;
        this.name = name;
    }

    int nextRequest() {
        return ++requests;
    }

    @Override
    public String toString() {
        return name;
    }
}
