package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.RefusedRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** One verification. */
final class VerifyRun {

    private final VerifySettings settings;
    private final VerifyTally found;
    private final Tally progress;
    private final CapacityBudget budget;

    VerifyRun(VerifySettings settings) {
        this.settings = settings;
        this.found = new VerifyTally(settings.samplesPerKind());
        this.progress = new Tally(
                settings.listener(), settings.tables().size(), settings.tables().size() * settings.segments());
        this.budget = new CapacityBudget(settings.capacityPerSecond());
    }

    VerifyReport run() {
        try {
            settings.tables().forEach(VerifyRun::requireUnwrapped);
            Segments.runAll(scans(), settings.parallelism(), settings.patience());
            return found.report(sweep());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SweepFailedException("The verification was interrupted.", e);
        } catch (SweepRefusedException | SweepFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SweepFailedException(
                    "The verification did not come to its end: " + e.getMessage() + " Run it again.", e);
        }
    }

    private static void requireUnwrapped(ScannedTable table) {
        try {
            table.client()
                    .scan(Scans.probe(table.name(), table.declared().table().partitionKey()));
        } catch (RefusedRequestException e) {
            throw new SweepRefusedException(List.of(Scans.wrapped(table.name())));
        }
    }

    private List<Callable<Object>> scans() {
        List<Callable<Object>> scans = new ArrayList<>();
        for (ScannedTable table : settings.tables()) {
            for (int i = 0; i < settings.segments(); i++) {
                int segment = i;
                scans.add(() -> {
                    scan(table, segment);
                    return table;
                });
            }
        }
        return scans;
    }

    private void scan(ScannedTable table, int segment) throws InterruptedException {
        Map<String, AttributeValue> lastKey = null;
        do {
            ScanResponse page =
                    table.client().scan(Scans.page(table.name(), segment, settings.segments(), null, lastKey));
            check(table, page.items());
            found.items(page.items().size());
            lastKey = page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty() ? page.lastEvaluatedKey() : null;
            progress.scanned(page.items().size(), lastKey == null);
            budget.consume(Scans.consumed(page));
        } while (lastKey != null);
    }

    /** Begins with all of a page; the stores of the registration bound how many are under way. */
    private void check(ScannedTable table, List<Map<String, AttributeValue>> items) {
        List<Running> running = new ArrayList<>();
        for (Map<String, AttributeValue> item : items) {
            for (String attribute : table.declared().table().attributes().keySet()) {
                AttributeCheck check = new AttributeCheck(table, item, attribute, found);
                running.add(new Running(check, check.run(settings.deep(), settings.fraction())));
            }
        }
        running.forEach(this::await);
    }

    private void await(Running running) {
        Optional<Defect> defect = Waiting.on(running.result(), settings.patience());
        if (defect.isEmpty()) {
            return;
        }
        if (defect.get().kind() == Defect.Kind.DANGLING && !running.check().persists()) {
            found.changed();
        } else {
            found.defect(defect.get());
        }
    }

    private @Nullable SweepReport sweep() {
        if (settings.sweptStore() == null || settings.stateFolder() == null) {
            return null;
        }
        return Sweeper.builder()
                .store(settings.sweptStore())
                .tables(settings.tables())
                .stateFolder(settings.stateFolder())
                .segments(settings.segments())
                .parallelism(settings.parallelism())
                .capacityPerSecond(settings.capacityPerSecond())
                .patience(settings.patience())
                .listener(settings.listener())
                .exclusiveKeysOnly()
                .ignoreUnknownKeys()
                .build()
                .run();
    }

    private record Running(AttributeCheck check, CompletionStage<Optional<Defect>> result) {}
}
