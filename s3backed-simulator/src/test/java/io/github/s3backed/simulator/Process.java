package io.github.s3backed.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A process whose code blocks. What it does is begun by its task, and may be begun again when it has ended or crashed. */
abstract class Process implements Task {

    final Simulation simulation;
    private final int number;
    private final Coverage.Role role;
    private Actor actor;
    private @Nullable LockStep running;
    private int runs;

    Process(Simulation simulation, int number, Coverage.Role role) {
        this.simulation = simulation;
        this.number = number;
        this.role = role;
        this.actor = newActor();
    }

    private Actor newActor() {
        return new Actor(number, role.name().toLowerCase(Locale.ROOT), role);
    }

    /**
     * What it does, on a thread of its own.
     *
     * @param way in which its task happens
     */
    abstract void run(LockStep lockStep, int way);

    /** It has ended, or crashed. */
    abstract void ended();

    /** How often it was begun. */
    final int runs() {
        return runs;
    }

    final boolean isRunning() {
        return running != null;
    }

    @Override
    public final void happen(int way) {
        simulation.remove(this);
        actor = newActor();
        actor.beginAct(runs++ % 10);
        simulation.trace(() -> actor + " begins" + (runs == 1 ? "" : ", for the " + runs + ". time"));
        LockStep lockStep = new LockStep();
        running = lockStep;
        simulation.processes().add(this);
        if (simulation.isQuiet()) {
            run(lockStep, way);
            end();
        } else {
            lockStep.begin(() -> run(lockStep, way));
            endIfOver();
        }
    }

    /** Lets it go on if what it waits for has come. */
    final void goOn() {
        if (running != null) {
            running.goOn();
            endIfOver();
        }
    }

    /** It crashes where it is. */
    final void crash() {
        if (running != null) {
            simulation.crash(actor);
            running.crash();
            end();
        }
    }

    private void endIfOver() {
        if (running != null && running.hasEnded()) {
            end();
        }
    }

    private void end() {
        running = null;
        simulation.processes().remove(this);
        simulation.trace(() -> actor + " ends");
        ended();
    }

    @Override
    public final Actor actor() {
        return actor;
    }

    @Override
    public int ways() {
        return 1;
    }

    @Override
    public final boolean outlivesCrash() {
        return true; // What is begun then is another process.
    }

    @Override
    public int weight() {
        return 10;
    }

    @Override
    public final long identity() {
        return ((number * 64L + 61) * 4096 + runs) * 4;
    }
}
