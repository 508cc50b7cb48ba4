package io.github.s3backed.streams;

import java.util.ArrayList;
import java.util.List;

/** Adds up what became of records. */
final class Tally {

    private final List<StreamReport.Failure> failures = new ArrayList<>();
    private int expired;
    private int released;
    private int deleted;
    private int skipped;
    private int heldBack;

    private Tally() {}

    /** Waits for all of them. */
    static StreamReport of(List<Release> releases) {
        Tally tally = new Tally();
        releases.forEach(tally::add);
        return new StreamReport(
                releases.size(),
                tally.expired,
                tally.released,
                tally.deleted,
                tally.skipped,
                tally.heldBack,
                tally.failures);
    }

    private void add(Release release) {
        release.await();
        expired += release.record().isExpiry() ? 1 : 0;
        released += release.released();
        deleted += release.removed();
        Throwable failure = release.failure();
        if (failure == null) {
            skipped += release.released() - release.removed();
        } else {
            heldBack += failure instanceof RecordTooYoungException ? 1 : 0;
            failures.add(new StreamReport.Failure(
                    release.record().table(), release.record().data().sequenceNumber(), failure));
        }
    }
}
