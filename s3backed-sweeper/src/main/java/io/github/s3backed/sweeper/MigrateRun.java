package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewrite;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.RefusedRequestException;
import io.github.s3backed.dynamodb.RewriteResult;
import io.github.s3backed.sweeper.MigrateReport.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** One migration from its beginning, or from where another process got, to its end. */
final class MigrateRun {

    /** How often an attribute is looked at that others change meanwhile. */
    private static final int TRIES = 5;

    private final MigrateSettings settings;
    private final MigrateTally tally;
    private final CapacityBudget writes;

    MigrateRun(MigrateSettings settings) {
        this.settings = settings;
        this.tally = new MigrateTally(settings);
        this.writes = new CapacityBudget(settings.writeCapacityPerSecond());
    }

    MigrateReport run() {
        try (MigrationState state = MigrationState.open(settings)) {
            requireSuitable();
            state.begin();
            Map<ScannedTable, MigratedTable> tables = new HashMap<>();
            settings.tables().forEach(table -> tables.put(table.scanned(), table));
            new PagedScan(
                            settings.tables().stream()
                                    .map(MigratedTable::scanned)
                                    .toList(),
                            settings.scans(),
                            settings.steps())
                    .run((table, number) -> new Segment(tables.get(table), state.segment(number)));
            settings.steps().before("forget");
            state.clear();
            return tally.report(state.resumed());
        } catch (IOException | UncheckedIOException e) {
            throw new SweepFailedException(
                    "The state folder " + settings.stateFolder() + " could not be used: " + e.getMessage()
                            + ". Run the migration again to go on.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SweepFailedException("The migration was interrupted. Run it again to go on.", e);
        } catch (SweepRefusedException | SweepFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SweepFailedException(
                    "The migration did not come to its end: " + e.getMessage()
                            + " Run it again with the same state folder to go on.",
                    e);
        }
    }

    private void requireSuitable() {
        List<String> reasons = new ArrayList<>();
        settings.tables().forEach(table -> {
            PagedScan.requireUnwrapped(table.scanned());
            if (settings.toNative() && table.scanned().declared().table().nativeValues() == NativeValues.REFUSE) {
                reasons.add("Table '" + table.scanned().name()
                        + "' is registered to refuse native values, so that nobody could read what toNative"
                        + " leaves behind. Register it with nativeValues(READ_AND_WRITE), here and in every client.");
            }
        });
        if (!reasons.isEmpty()) {
            throw new SweepRefusedException(reasons);
        }
    }

    /** One segment of a table. */
    private final class Segment implements ScannedSegment {

        private final MigratedTable table;
        private final MigrationLog log;

        Segment(MigratedTable table, MigrationLog log) {
            this.table = table;
            this.log = log;
            tally.add(table.scanned(), log.counts(), log.finished());
        }

        @Override
        public @Nullable Map<String, AttributeValue> lastKey() {
            return log.lastKey();
        }

        @Override
        public boolean finished() {
            return log.finished();
        }

        @Override
        public void page(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> next)
                throws IOException, InterruptedException {
            PageCounts counts = new PageCounts();
            for (Map<String, AttributeValue> item : items) {
                counts.item();
                for (String attribute :
                        table.scanned().declared().table().attributes().keySet()) {
                    migrate(table, item, attribute, counts);
                }
            }
            settings.steps().before("keep page");
            log.add(counts, next);
            tally.add(table.scanned(), counts, next.isEmpty());
        }
    }

    private void migrate(MigratedTable table, Map<String, AttributeValue> item, String attribute, PageCounts counts)
            throws InterruptedException {
        Map<String, AttributeValue> seen = item;
        for (int left = TRIES; left > 0; left--) {
            if (migrateOnce(table, seen, attribute, counts)) {
                return;
            }
            counts.add(Outcome.CHANGED);
            seen = current(table.scanned(), item);
            if (!seen.containsKey(attribute)) {
                return;
            }
        }
        AttributeMigration last = new AttributeMigration(settings, table.scanned(), item, attribute);
        settle(
                table,
                attribute,
                last,
                Outcome.SKIPPED,
                "It changed " + TRIES + " times while it was rewritten. Migrate again.",
                counts);
    }

    /** Whether that is its end: not where it has changed meanwhile. */
    private boolean migrateOnce(
            MigratedTable table, Map<String, AttributeValue> item, String attribute, PageCounts counts)
            throws InterruptedException {
        AttributeMigration migration = new AttributeMigration(settings, table.scanned(), item, attribute);
        Optional<AttributeMigration.Plan> plan = guarded(migration::decide);
        if (plan.isEmpty()) {
            return true;
        }
        AttributeMigration.Plan done = rewrite(table, plan.get());
        if (done.outcome() == Outcome.CHANGED) {
            return false;
        }
        settle(table, attribute, migration, done.outcome(), done.reason(), counts);
        return true;
    }

    private AttributeMigration.Plan rewrite(MigratedTable table, AttributeMigration.Plan plan)
            throws InterruptedException {
        AttributeRewrite rewrite = plan.rewrite();
        if (settings.dryRun() || rewrite == null) {
            return plan;
        }
        settings.steps().before("rewrite");
        Optional<AttributeMigration.Plan> done = guarded(() -> {
            RewriteResult result = table.rewriter().rewrite(rewrite);
            writes.consume(result.writeUnits());
            return Optional.of(AttributeMigration.Plan.none(outcomeOf(result, plan.outcome()), plan.reason()));
        });
        settings.steps().before("go on");
        return done.orElseThrow();
    }

    /** Whatever is wrong with one attribute, such as a key that is too long, is to be counted and not to end the run. */
    private static Optional<AttributeMigration.Plan> guarded(Callable<Optional<AttributeMigration.Plan>> work)
            throws InterruptedException {
        try {
            return work.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (RefusedRequestException e) {
            return Optional.of(AttributeMigration.Plan.none(Outcome.SKIPPED, String.valueOf(e.getMessage())));
        } catch (Exception e) {
            requireNotInterrupted();
            return Optional.of(AttributeMigration.Plan.none(Outcome.FAILED, String.valueOf(e.getMessage())));
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static Outcome outcomeOf(RewriteResult result, Outcome wanted) {
        return switch (result.outcome()) {
            case REWRITTEN -> wanted;
            case AS_IT_WAS -> Outcome.AS_IS;
            case CHANGED -> Outcome.CHANGED;
            case TOO_LARGE -> Outcome.TOO_LARGE;
        };
    }

    private void settle(
            MigratedTable table,
            String attribute,
            AttributeMigration migration,
            Outcome outcome,
            String reason,
            PageCounts counts) {
        counts.add(outcome);
        if (outcome == Outcome.TOO_LARGE || outcome == Outcome.SKIPPED || outcome == Outcome.FAILED) {
            String why = outcome == Outcome.TOO_LARGE
                    ? "The item would be larger than 400 KB. Leave it S3-backed, or divide the value."
                    : reason;
            tally.sample(new MigrateReport.Sample(outcome, table.scanned().name(), attribute, migration.place(), why));
        }
    }

    private static Map<String, AttributeValue> current(ScannedTable table, Map<String, AttributeValue> item) {
        return table.client()
                .get(GetItemRequest.builder()
                        .tableName(table.name())
                        .key(table.keyOf(item))
                        .consistentRead(true)
                        .build())
                .item();
    }
}
