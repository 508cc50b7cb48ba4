package io.github.s3backed.sweeper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Scans every segment of every table, some at a time. All of them must come to their end before anything is deleted. */
final class MarkPhase {

    static final String MARKS = "marks";

    private final SweepSettings settings;
    private final SweepState state;
    private final Tally tally;
    private final References references;
    private final CapacityBudget budget;

    MarkPhase(SweepSettings settings, SweepState state, Tally tally) {
        this.settings = settings;
        this.state = state;
        this.tally = tally;
        this.references = new References(settings.store().location());
        this.budget = new CapacityBudget(settings.scans().capacityPerSecond());
    }

    /** Scans, and sorts what was found. */
    SweepReport.Scanned run() throws IOException, InterruptedException {
        List<SegmentMarks> segments = new ArrayList<>();
        try {
            List<Callable<Object>> scans = new ArrayList<>();
            for (ScannedTable table : settings.tables()) {
                for (int segment = 0; segment < settings.scans().segments(); segment++) {
                    SegmentMarks marks = SegmentMarks.open(state.file("segment-" + segments.size()));
                    segments.add(marks);
                    scans.add(new SegmentScan(table, segment, marks));
                }
            }
            Segments.runAll(
                    scans, settings.scans().parallelism(), settings.scans().patience());
            sort(segments);
            return new SweepReport.Scanned(
                    settings.tables().size(),
                    segments.size(),
                    segments.stream().mapToLong(SegmentMarks::items).sum(),
                    segments.stream().mapToLong(SegmentMarks::references).sum());
        } finally {
            for (SegmentMarks marks : segments) {
                marks.close();
            }
        }
    }

    private void sort(List<SegmentMarks> segments) throws IOException {
        if (state.has(MARKS)) {
            return;
        }
        settings.steps().before("sort");
        try (MarkSorter sorter = new MarkSorter(state.folder(), settings.marksInMemory())) {
            for (SegmentMarks marks : segments) {
                marks.writeTo(sorter);
            }
            sorter.writeTo(state.part(MARKS));
        }
        settings.steps().before("keep marks");
        state.complete(MARKS);
    }

    /** One segment, from where it got the last time to its end. */
    private final class SegmentScan implements Callable<Object> {

        private final ScannedTable table;
        private final int segment;
        private final SegmentMarks marks;
        private final MarkBuffer page = new MarkBuffer();

        SegmentScan(ScannedTable table, int segment, SegmentMarks marks) {
            this.table = table;
            this.segment = segment;
            this.marks = marks;
        }

        @Override
        public Object call() throws Exception {
            tally.scanned(marks.items(), marks.finished());
            while (!marks.finished()) {
                settings.steps().before("scan");
                budget.consume(scanPage());
            }
            return this;
        }

        private double scanPage() throws IOException {
            ScanResponse response = table.client()
                    .scan(Scans.page(
                            table.name(),
                            segment,
                            settings.scans().segments(),
                            settings.scans().itemsPerPage(),
                            marks.lastKey()));
            page.clear();
            response.items().forEach(item -> references.in(item, key -> page.add(Marks.hash(key))));
            settings.steps().before("keep page");
            marks.add(response.items().size(), page.hashes(), page.size(), response.lastEvaluatedKey());
            tally.scanned(response.items().size(), marks.finished());
            return Scans.consumed(response);
        }
    }
}
