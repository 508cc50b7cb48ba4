package io.github.s3backed.simulator;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an actor does, one act after the other. */
final class Script implements Task {

    private static final int USUAL = 20;

    private final Simulation simulation;
    private final Actor actor;
    private final Clients clients;
    private final List<Scenario.Plan> plans;
    private int next;
    private @Nullable CompletableFuture<?> running;

    Script(Simulation simulation, Actor actor, Clients clients, List<Scenario.Plan> plans) {
        this.simulation = simulation;
        this.actor = actor;
        this.clients = clients;
        this.plans = plans;
        skip();
    }

    private void skip() {
        while (!isAtEnd() && plans.get(next).act() == Act.NOTHING) {
            next++;
        }
    }

    boolean isAtEnd() {
        return next == plans.size();
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
    public boolean outlivesCrash() {
        return false;
    }

    @Override
    public int weight() {
        return USUAL;
    }

    @Override
    public long identity() {
        return ((actor.number * 64L + 62) * 4096 + next) * 4;
    }

    /** Begins the next act. */
    @Override
    public void happen(int way) {
        simulation.remove(this);
        actor.beginAct(next);
        Operation operation = operation(plans.get(next++));
        skip();
        actor.current = operation;
        simulation.trace(() -> operation + " begins: " + operation.subject);
        running = operation.act.begin(clients, operation.subject);
        running.whenComplete((response, failure) -> ended(operation, response, failure));
    }

    private Operation operation(Scenario.Plan plan) {
        String n = actor.name + " " + next;
        boolean alike = simulation.hasSharedPayloads();
        String id = Scenario.ITEMS[plan.item()];
        Subject subject = new Subject(
                id,
                Scenario.ITEMS[1 - plan.item()],
                n,
                alike ? "payload " + plan.payload() : "body of " + n,
                !plan.note() ? null : alike ? "payload " + (1 - plan.payload()) : "note of " + n,
                simulation.currentN(id));
        return new Operation(actor, plan.act(), subject, simulation.step());
    }

    private void ended(Operation operation, @Nullable Object response, @Nullable Throwable failure) {
        simulation.trace(() -> operation
                + (failure == null
                        ? " ends well"
                        : " ends with " + Simulation.nameOf(failure)
                                + (failure.getSuppressed().length == 0
                                        ? ""
                                        : " and " + Simulation.nameOf(failure.getSuppressed()[0]))));
        simulation.ended(operation, response, failure);
        if (operation.cancelled) {
            return;
        }
        running = null;
        actor.current = null;
        if (!isAtEnd()) {
            simulation.add(this);
        }
    }

    boolean isRunning() {
        return running != null && !actor.crashed;
    }

    /** The caller does not want it any more, and does nothing else from now on. */
    void cancel() {
        CompletableFuture<?> cancelled = running;
        if (cancelled != null && actor.current != null) {
            running = null;
            actor.current.cancelled = true;
            cancelled.cancel(true);
        }
    }
}
