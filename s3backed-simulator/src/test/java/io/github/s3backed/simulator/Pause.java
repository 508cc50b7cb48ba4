package io.github.s3backed.simulator;

import java.util.concurrent.CompletableFuture;

/** An actor waits. */
final class Pause implements Task {

    /** Less than that of requests: much may happen meanwhile. */
    private static final int RELUCTANT = 5;

    private final Simulation simulation;
    private final Actor actor;
    private final long until;
    private final int number;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Pause(Simulation simulation, Actor actor, long until) {
        this.simulation = simulation;
        this.actor = actor;
        this.until = until;
        this.number = actor.nextRequest();
    }

    CompletableFuture<Void> begin() {
        simulation.add(this);
        return end;
    }

    @Override
    public Actor actor() {
        return actor;
    }

    @Override
    public int ways() {
        return 1;
    }

    @Override
    public void happen(int way) {
        simulation.coverage().count(Disturbance.PAUSE_ENDS);
        simulation.trace(() -> actor + ": a pause ends");
        simulation.remove(this);
        simulation.passUntil(until);
        end.complete(null);
    }

    @Override
    public boolean outlivesCrash() {
        return false;
    }

    @Override
    public int weight() {
        return RELUCTANT;
    }

    @Override
    public long identity() {
        return ((actor.number * 64L + 63) * 4096 + number) * 4;
    }
}
