package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.NativeValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One migration from its beginning, or from where another process got, to its end. */
final class MigrateRun {

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
                    new AttributeRun(settings, table, attribute, counts, writes, tally).run(item);
                }
            }
            settings.steps().before("keep page");
            log.add(counts, next);
            tally.add(table.scanned(), counts, next.isEmpty());
        }
    }
}
