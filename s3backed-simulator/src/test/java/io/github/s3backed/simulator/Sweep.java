package io.github.s3backed.simulator;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.sweeper.SimulatedSweep;
import io.github.s3backed.sweeper.SweepFailedException;
import io.github.s3backed.sweeper.SweepRefusedException;
import io.github.s3backed.sweeper.SweepReport;
import io.github.s3backed.sweeper.Sweeper;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** The project's own sweeper. Where it has failed or crashed it begins again, and goes on with what its folder remembers. */
final class Sweep extends Process {

    private static final int MAX_RUNS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Scenario.Mode mode;
    private final Table table;
    private final Bucket bucket;
    private final Path folder;
    private boolean done;
    private int place;

    Sweep(Simulation simulation, int number, Scenario.Mode mode, Table table, Bucket bucket, Path folder) {
        super(simulation, number, Coverage.Role.SWEEPER);
        this.mode = mode;
        this.table = table;
        this.bucket = bucket;
        this.folder = folder;
    }

    /** Whether its last run has come to its end, and was a whole one with nothing left over. */
    boolean isDone() {
        return done;
    }

    /** Whether its folder may remember a sweep that has not come to its end. */
    boolean isUnfinished() {
        return runs() > 0 && !done;
    }

    @Override
    void run(LockStep lockStep, int way) {
        done = false;
        place = 0;
        try {
            SweepReport report = sweeper(lockStep).run();
            done = !report.resumed() && report.deleted().failed() == 0;
        } catch (SweepRefusedException e) {
            requireExplained(e);
            simulation.trace(() -> "    refused: " + e.reasons());
        } catch (SweepFailedException e) {
            requireExpected(e);
            simulation.trace(() -> "    failed: " + Simulation.nameOf(e.getCause() == null ? e : e.getCause()));
        }
    }

    private Sweeper sweeper(LockStep lockStep) {
        Sweeper.Builder sweeper = SimulatedSweep.settings(this::at)
                .store(new SweptBlobStore(simulation, lockStep, actor(), bucket))
                .tables(
                        ProtocolClients.declared(mode),
                        new BlockingDynamoDb(new SimulatedDynamoDb(simulation, actor(), table, 1), lockStep).async())
                .stateFolder(folder)
                .deleteAndLogTo(folder.resolve("log"))
                .patience(PATIENCE);
        return (mode == Scenario.Mode.EXCLUSIVE ? sweeper.exclusiveKeysOnly() : sweeper).build();
    }

    /** It may be killed before each step. */
    private void at(String step) {
        simulation.mayCrash(actor(), step, ++place);
    }

    private static void requireExplained(SweepRefusedException refusal) {
        refusal.reasons().stream()
                .filter(reason -> !reason.contains("cannot be read"))
                .forEach(reason -> {
                    throw new Violation("G4: the sweeper refuses to run: " + reason);
                });
    }

    private static void requireExpected(SweepFailedException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Violation broken) {
            throw broken;
        }
        if (!(cause instanceof SdkException || cause instanceof BlobStoreException)) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    void ended() {
        if (!done && runs() < MAX_RUNS && !simulation.isQuiet()) {
            simulation.add(this);
        }
    }
}
