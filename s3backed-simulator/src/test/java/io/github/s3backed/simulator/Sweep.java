package io.github.s3backed.simulator;

/** A sweep that has not begun. */
final class Sweep implements Task {

    private static final int USUAL = 10;

    private final Simulation simulation;
    private final Actor actor;
    private final Sweeper sweeper;

    Sweep(Simulation simulation, Actor actor, Table table, Bucket bucket) {
        this.simulation = simulation;
        this.actor = actor;
        this.sweeper = new Sweeper(simulation, actor, table, bucket);
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
        simulation.trace(() -> actor + " begins");
        simulation.remove(this);
        sweeper.run();
    }

    @Override
    public boolean outlivesCrash() {
        return false;
    }

    @Override
    public int weight() {
        return USUAL;
    }

    @Override
    public long identity() {
        return (actor.number * 64L + 61) * 4096 * 4;
    }
}
