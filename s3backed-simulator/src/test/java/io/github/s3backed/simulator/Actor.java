package io.github.s3backed.simulator;

import org.jspecify.annotations.Nullable;

/** A process: what stops as a whole when it crashes. */
final class Actor {

    final int number;
    final String name;
    final Coverage.Role role;
    boolean crashed;
    /** What its requests are sent for; null between operations. */
    @Nullable
    Operation current;

    private int request;

    Actor(int number, String name) {
        this(number, name, Coverage.Role.CLIENT);
    }

    Actor(int number, String name, Coverage.Role role) {
        this.number = number;
        this.name = name;
        this.role = role;
    }

    /** A number that it has not had, and the same as in another schedule in which it did the same up to here. */
    int nextRequest() {
        return ++request;
    }

    /** Begins to count the requests of an act. */
    void beginAct(int act) {
        request = act * 100;
    }

    @Override
    public String toString() {
        return name;
    }
}
