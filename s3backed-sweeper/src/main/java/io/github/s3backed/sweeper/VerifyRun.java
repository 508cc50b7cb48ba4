package io.github.s3backed.sweeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One verification. */
final class VerifyRun {

    private final VerifySettings settings;
    private final VerifyTally found;
    private final Tally progress;

    VerifyRun(VerifySettings settings) {
        this.settings = settings;
        this.found = new VerifyTally(settings.samplesPerKind());
        this.progress = new Tally(
                settings.listener(),
                settings.tables().size(),
                settings.tables().size() * settings.scans().segments());
    }

    VerifyReport run() {
        try {
            settings.tables().forEach(PagedScan::requireUnwrapped);
            new PagedScan(settings.tables(), settings.scans(), Steps.UNOBSERVED).run((table, number) -> scanOf(table));
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

    private ScannedSegment scanOf(ScannedTable table) {
        return ScannedSegment.of((items, last) -> {
            check(table, items);
            found.items(items.size());
            progress.scanned(items.size(), last);
        });
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
        Optional<Defect> defect = Waiting.on(running.result(), settings.scans().patience());
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
                .segments(settings.scans().segments())
                .parallelism(settings.scans().parallelism())
                .capacityPerSecond(settings.scans().capacityPerSecond())
                .patience(settings.scans().patience())
                .listener(settings.listener())
                .exclusiveKeysOnly()
                .ignoreUnknownKeys()
                .build()
                .run();
    }

    private record Running(AttributeCheck check, CompletionStage<Optional<Defect>> result) {}
}
