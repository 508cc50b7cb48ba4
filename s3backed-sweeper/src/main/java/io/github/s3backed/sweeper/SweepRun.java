package io.github.s3backed.sweeper;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One sweep from its beginning, or from where another process got, to its end. */
final class SweepRun {

    private final SweepSettings settings;

    SweepRun(SweepSettings settings) {
        this.settings = settings;
    }

    SweepReport run() {
        try (SweepState state = SweepState.open(settings.stateFolder())) {
            return run(state);
        } catch (IOException e) {
            throw new SweepFailedException(
                    "The state folder " + settings.stateFolder() + " or the deletion log could not be used: "
                            + e.getMessage() + ". Run the sweep again to go on.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SweepFailedException("The sweep was interrupted. Run it again to go on.", e);
        } catch (SweepRefusedException | SweepFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SweepFailedException(
                    "The sweep of " + settings.store().location() + " did not come to its end: " + e.getMessage()
                            + " Run it again with the same state folder to go on.",
                    e);
        }
    }

    private SweepReport run(SweepState state) throws IOException, InterruptedException {
        Preflight.Ground ground = Preflight.check(settings);
        Duration grace = settings.gracePeriod() == null ? ground.policy().gracePeriod() : settings.gracePeriod();
        state.begin(identity(ground, grace), ground.now().minus(grace));
        Tally tally = new Tally(
                settings.listener(),
                settings.tables().size(),
                settings.tables().size() * settings.scans().segments());

        SweepReport.Scanned scanned = new MarkPhase(settings, state, tally).run();
        SweepReport.Listed listed = new ListingPhase(settings, state, ground, tally).run();
        refuseUnknown(state, listed);
        SweepReport.Deleted deleted = delete(state, tally);
        SweepReport report = new SweepReport(
                settings.store().location(),
                settings.dryRun(),
                state.resumed(),
                state.cutOff(),
                scanned,
                listed,
                deleted);
        settings.steps().before("forget");
        state.clear();
        return report;
    }

    private void refuseUnknown(SweepState state, SweepReport.Listed listed) throws IOException {
        if (listed.unknown() > 0 && !settings.ignoreUnknownKeys()) {
            state.clear();
            throw new SweepRefusedException(List.of(listed.unknown() + " objects of "
                    + settings.store().location() + " under " + settings.judge().prefixes()
                    + " have keys that no declared template has built for a declared table, such as "
                    + listed.unknownKeys() + ". Declare their tables, add former templates and former logical names, or"
                    + " sweep with ignoreUnknownKeys, which leaves them alone."));
        }
    }

    private SweepReport.Deleted delete(SweepState state, Tally tally) throws IOException {
        if (settings.dryRun() || settings.deletionLog() == null) {
            return new SweepReport.Deleted(0, 0, 0, 0, List.of());
        }
        // A table may have been entered since the scan began, with references that are older than it: a restored one.
        Preflight.check(settings);
        return new DeletePhase(settings, state, tally).run(settings.deletionLog());
    }

    /** What must be equal for one process to go on where another was killed. */
    private String identity(Preflight.Ground ground, Duration grace) {
        // In order: the files of the segments are numbered by it.
        List<String> tables = new ArrayList<>();
        settings.tables()
                .forEach(table -> tables.add(table.client().region() + "/" + table.name() + "/"
                        + table.declared().table().logicalName()
                        + table.declared().table().formerLogicalNames()));
        String all = String.join(
                "\n",
                settings.store().location().toString(),
                tables.toString(),
                ground.tableIds().toString(),
                settings.judge().templates().toString(),
                ground.versioning().toString(),
                grace.toString(),
                settings.retention().toString(),
                Integer.toString(settings.scans().segments()),
                Boolean.toString(settings.dryRun()),
                Boolean.toString(settings.exclusiveKeysOnly()),
                Boolean.toString(settings.ignoreUnknownKeys()));
        return Hashes.sha256(all);
    }
}
