package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.core.spi.UnfinishedUploadStore;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.core.spi.Versioning;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists the store and writes down what is to be deleted, before anything is: what it finds may be a reason to refuse. One that
 * was interrupted begins again.
 */
final class ListingPhase {

    static final String CANDIDATES = "candidates";
    static final String LISTING = "listing";

    private final SweepSettings settings;
    private final SweepState state;
    private final Preflight.Ground ground;
    private final Tally tally;
    private final KeyJudge keys;

    ListingPhase(SweepSettings settings, SweepState state, Preflight.Ground ground, Tally tally) {
        this.settings = settings;
        this.state = state;
        this.ground = ground;
        this.tally = tally;
        this.keys = settings.judge();
    }

    SweepReport.Listed run() throws IOException {
        if (!state.has(CANDIDATES)) {
            ListingCounts counts = new ListingCounts();
            try (Marks marks = Marks.open(state.file(MarkPhase.MARKS));
                    Batches batches = new Batches(state.part(CANDIDATES))) {
                for (String prefix : keys.prefixes()) {
                    ObjectJudge judge = judge(marks);
                    list(prefix, judge, counts, batches);
                    listUploads(prefix, counts, batches);
                }
            }
            settings.steps().before("keep listing");
            state.write(LISTING, counts::write);
            settings.steps().before("keep candidates");
            state.complete(CANDIDATES);
        }
        return ListingCounts.read(state.file(LISTING));
    }

    private ObjectJudge judge(Marks marks) {
        return new ObjectJudge(
                keys, marks, state.cutOff(), ground.now(), settings.retention(), settings.exclusiveKeysOnly());
    }

    private void list(String prefix, ObjectJudge judge, ListingCounts counts, Batches batches) throws IOException {
        if (ground.versioning() != Versioning.NEVER && settings.store() instanceof VersionedBlobStore versioned) {
            pages(continuation -> versioned.listVersions(prefix, continuation), version -> {
                ObjectJudge.Verdict verdict = judge.of(version);
                if (counts.count(verdict, version.key(), version.length())) {
                    batches.add(orphan(version, verdict));
                }
            });
        } else {
            pages(continuation -> settings.store().list(prefix, continuation), blob -> {
                if (counts.count(judge.of(blob), blob.key(), blob.length())) {
                    batches.add(orphan(blob));
                }
            });
        }
    }

    private static Orphan orphan(ListedBlob blob) {
        return new Orphan(Orphan.Form.OBJECT, blob.key(), "", blob.length(), blob.lastModified());
    }

    private static Orphan orphan(BlobVersion version, ObjectJudge.Verdict verdict) {
        return verdict == ObjectJudge.Verdict.HIDE
                ? new Orphan(Orphan.Form.OBJECT, version.key(), "", version.length(), version.lastModified())
                : new Orphan(
                        Orphan.Form.VERSION,
                        version.key(),
                        version.versionId(),
                        version.length(),
                        version.lastModified());
    }

    private void listUploads(String prefix, ListingCounts counts, Batches batches) throws IOException {
        if (!(settings.store() instanceof UnfinishedUploadStore uploads)) {
            return;
        }
        pages(continuation -> uploads.listUploads(prefix, continuation), upload -> {
            if (isStale(upload)) {
                counts.staleUpload();
                batches.add(new Orphan(Orphan.Form.UPLOAD, upload.key(), upload.uploadId(), 0, upload.initiatedAt()));
            }
        });
    }

    /** A write ends long before the cut-off reaches it, so that an upload which is as old as that has no writer any more. */
    private boolean isStale(UnfinishedUpload upload) {
        KeyJudge.Kind kind = keys.kindOf(upload.key());
        return (kind == KeyJudge.Kind.EXCLUSIVE || kind == KeyJudge.Kind.SHARED)
                && upload.initiatedAt().isBefore(state.cutOff());
    }

    private <T> void pages(Function<@Nullable String, CompletionStage<Listing<T>>> list, Entry<T> entry)
            throws IOException {
        String continuation = null;
        do {
            settings.steps().before("list");
            Listing<T> page =
                    Waiting.on(list.apply(continuation), settings.scans().patience());
            for (T listed : page.entries()) {
                entry.listed(listed);
            }
            tally.listed(page.entries().size());
            continuation = page.continuation();
        } while (continuation != null);
    }

    /** What is done with each entry of a listing. */
    private interface Entry<T> {
        void listed(T entry) throws IOException;
    }
}
