package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.RefusedRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Scans every segment of every table, some at a time, page by page. */
final class PagedScan {

    private final List<ScannedTable> tables;
    private final ScanSettings how;
    private final Steps steps;
    private final CapacityBudget budget;

    PagedScan(List<ScannedTable> tables, ScanSettings how, Steps steps) {
        this.tables = tables;
        this.how = how;
        this.steps = steps;
        this.budget = new CapacityBudget(how.capacityPerSecond());
    }

    /**
     * Returns when all have come to their end.
     *
     * @param open gives the work on a segment of a table, by its number among those of all tables
     */
    void run(BiFunction<ScannedTable, Integer, ScannedSegment> open) throws InterruptedException {
        List<Callable<Object>> scans = new ArrayList<>();
        for (ScannedTable table : tables) {
            for (int i = 0; i < how.segments(); i++) {
                int segment = i;
                ScannedSegment work = open.apply(table, scans.size());
                scans.add(() -> {
                    scan(table, segment, work);
                    return work;
                });
            }
        }
        Segments.runAll(scans, how.parallelism(), how.patience());
    }

    private void scan(ScannedTable table, int segment, ScannedSegment work) throws Exception {
        while (!work.finished()) {
            steps.before("scan");
            ScanResponse page = table.client()
                    .scan(Scans.page(table.name(), segment, how.segments(), how.itemsPerPage(), work.lastKey()));
            work.page(page.items(), page.lastEvaluatedKey());
            budget.consume(Scans.consumed(page));
        }
    }

    /** @throws SweepRefusedException if a table would be scanned with a wrapped client */
    static void requireUnwrapped(ScannedTable table) {
        try {
            table.client()
                    .scan(Scans.probe(table.name(), table.declared().table().partitionKey()));
        } catch (RefusedRequestException e) {
            throw new SweepRefusedException(List.of(Scans.wrapped(table.name())));
        }
    }
}
