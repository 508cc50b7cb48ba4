package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One restoration. */
final class RestoreRun {

    private final RestoreSettings settings;
    private final RestoreTally tally;

    RestoreRun(RestoreSettings settings) {
        this.settings = settings;
        this.tally = new RestoreTally(settings);
    }

    RestoreReport run() {
        try {
            settings.tables().forEach(PagedScan::requireUnwrapped);
            requireVersions();
            if (!settings.dryRun()) {
                // First of all: what is restored before a sweep knows the table, it would remove again.
                settings.entries().forEach(Runnable::run);
            }
            new PagedScan(settings.tables(), settings.scans(), Steps.UNOBSERVED)
                    .run((table, number) -> ScannedSegment.of((items, last) -> restore(table, items, last)));
            return tally.report();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SweepFailedException("The restoration was interrupted. Run it again to go on.", e);
        } catch (SweepRefusedException | SweepFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SweepFailedException(
                    "The restoration did not come to its end: " + e.getMessage() + " Run it again to go on.", e);
        }
    }

    private void requireVersions() {
        List<String> reasons = new ArrayList<>();
        for (VersionedBlobStore store : settings.stores()) {
            if (Waiting.on(store.versioning(), settings.scans().patience()) == Versioning.NEVER) {
                reasons.add(store.location() + " keeps no versions, so that nothing is left of what was deleted there."
                        + " Copy the objects back from where you have them.");
            }
        }
        if (!reasons.isEmpty()) {
            throw new SweepRefusedException(reasons);
        }
    }

    private void restore(ScannedTable table, List<Map<String, AttributeValue>> items, boolean last) {
        for (Map<String, AttributeValue> item : items) {
            for (String attribute : table.declared().table().attributes().keySet()) {
                new ReferenceRestoration(settings, table, item, attribute).run().ifPresent(tally::reference);
            }
        }
        tally.page(items.size(), last);
    }
}
