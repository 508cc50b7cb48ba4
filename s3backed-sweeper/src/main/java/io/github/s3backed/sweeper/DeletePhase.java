package io.github.s3backed.sweeper;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.UnfinishedUpload;
import io.github.s3backed.core.spi.UnfinishedUploadStore;
import io.github.s3backed.core.spi.VersionedBlobStore;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes batch by batch: first the log says so, then it happens, then the state folder knows that it has. A batch that was
 * cut short is done again, which changes nothing: what is gone counts as deleted.
 */
final class DeletePhase {

    private static final String DELETED = "deleted";
    private static final int SAMPLES = 1000;
    private static final int LONGEST_REASON = 500;

    private final SweepSettings settings;
    private final SweepState state;
    private final Tally tally;
    private final List<FailedDeletion> failures = new ArrayList<>();
    private int batches;
    private long objects;
    private long bytes;
    private long uploads;
    private long failed;

    DeletePhase(SweepSettings settings, SweepState state, Tally tally) {
        this.settings = settings;
        this.state = state;
        this.tally = tally;
    }

    SweepReport.Deleted run(Path log) throws IOException {
        Path candidates = state.file(ListingPhase.CANDIDATES);
        try (Journal done = Journal.open(state.file(DELETED), this::replay);
                Journal.Cursor cursor = new Journal.Cursor(candidates);
                DeletionLog lines =
                        new DeletionLog(log, settings.store().location().toString())) {
            tally.deleted(objects, bytes);
            int skip = batches;
            for (byte[] body = cursor.next(); body != null; body = cursor.next()) {
                if (skip-- <= 0) {
                    delete(Batches.read(new DataInputStream(new ByteArrayInputStream(body))), lines, done);
                }
            }
            if (!cursor.isAtEnd()) {
                throw new IOException(
                        "The file " + candidates + " is damaged. Remove the state folder, and sweep again.");
            }
        }
        return new SweepReport.Deleted(objects, bytes, uploads, failed, failures);
    }

    private void replay(DataInputStream in) throws IOException {
        batches++;
        objects += in.readInt();
        bytes += in.readLong();
        uploads += in.readInt();
        int notDeleted = in.readInt();
        failed += notDeleted;
        for (int left = notDeleted; left > 0; left--) {
            String key = in.readUTF();
            String version = in.readUTF();
            keep(new FailedDeletion(key, version.isEmpty() ? null : version, in.readUTF()));
        }
    }

    private void keep(FailedDeletion failure) {
        if (failures.size() < SAMPLES) {
            failures.add(failure);
        }
    }

    private void delete(List<Orphan> batch, DeletionLog log, Journal done) throws IOException {
        settings.steps().before("log");
        log.write(batch);
        settings.steps().before("delete");
        List<FailedDeletion> notDeleted = send(batch);
        settings.steps().before("keep deleted");
        Set<List<String>> left = new HashSet<>();
        notDeleted.forEach(
                failure -> left.add(List.of(failure.key(), failure.versionId() == null ? "" : failure.versionId())));
        List<Orphan> gone = batch.stream()
                .filter(orphan -> !left.contains(List.of(orphan.key(), orphan.id())))
                .toList();
        note(batch.get(0).form(), gone, notDeleted, done);
    }

    private void note(Orphan.Form form, List<Orphan> gone, List<FailedDeletion> notDeleted, Journal done)
            throws IOException {
        int deletedObjects = form == Orphan.Form.UPLOAD ? 0 : gone.size();
        long deletedBytes = gone.stream().mapToLong(Orphan::length).sum();
        int aborted = gone.size() - deletedObjects;
        done.append(out -> {
            out.writeInt(deletedObjects);
            out.writeLong(deletedBytes);
            out.writeInt(aborted);
            out.writeInt(notDeleted.size());
            for (FailedDeletion failure : notDeleted) {
                out.writeUTF(failure.key());
                out.writeUTF(failure.versionId() == null ? "" : failure.versionId());
                out.writeUTF(shortened(failure.reason()));
            }
        });
        done.force();
        objects += deletedObjects;
        bytes += deletedBytes;
        uploads += aborted;
        failed += notDeleted.size();
        notDeleted.forEach(this::keep);
        tally.deleted(deletedObjects, deletedBytes);
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(LONGEST_REASON, reason.length()));
    }

    private List<FailedDeletion> send(List<Orphan> batch) {
        return switch (batch.get(0).form()) {
            case OBJECT ->
                Waiting.on(
                        settings.store()
                                .deleteAll(batch.stream().map(Orphan::key).toList()),
                        settings.scans().patience());
            case VERSION ->
                Waiting.on(
                        ((VersionedBlobStore) settings.store())
                                .deleteVersions(
                                        batch.stream().map(DeletePhase::version).toList()),
                        settings.scans().patience());
            case UPLOAD -> abort(batch);
        };
    }

    private static BlobVersion version(Orphan orphan) {
        return new BlobVersion(orphan.key(), orphan.id(), false, false, orphan.length(), orphan.lastModified());
    }

    private List<FailedDeletion> abort(List<Orphan> batch) {
        UnfinishedUploadStore store = (UnfinishedUploadStore) settings.store();
        List<FailedDeletion> notAborted = new ArrayList<>();
        for (Orphan upload : batch) {
            try {
                Waiting.on(
                        store.abortUpload(new UnfinishedUpload(upload.key(), upload.id(), upload.lastModified())),
                        settings.scans().patience());
            } catch (BlobStoreException e) {
                notAborted.add(new FailedDeletion(upload.key(), upload.id(), String.valueOf(e.getMessage())));
            }
        }
        return notAborted;
    }
}
