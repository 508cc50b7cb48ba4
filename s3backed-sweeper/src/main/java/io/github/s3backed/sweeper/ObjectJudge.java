package io.github.s3backed.sweeper;

import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.ListedBlob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of each listed object what becomes of it, in the order in which a store lists them.
 *
 * <p>Why an exclusive object that is unmarked and older than the cut-off can be deleted without looking again: its one attempt
 * of one write was sent to DynamoDB at most the write deadline after the upload began, and was accepted at most 15 minutes
 * later, when its signature ended. Both together fit into half of the grace period (see {@link
 * io.github.s3backed.dynamodb.StorePolicy}), and the object is older than a whole one. So before the scan began the reference
 * was in an item, or never will be: no writer refers to an exclusive key that it did not make itself. An item that holds it
 * while the scan passes shows it, and one that has let go of it does not take it back.
 *
 * <p>A shared key may be referred to again at any time, but only after a look at its object: a young one is relied upon, and an
 * old one is stored again first. Deleting the old version by its id leaves the new one.
 */
final class ObjectJudge {

    private final KeyJudge keys;
    private final Marks marks;
    private final Instant cutOff;
    private final Instant now;
    private final Duration retention;
    private final boolean exclusiveKeysOnly;
    private @Nullable BlobVersion previous;
    private boolean currentHoldsData;

    ObjectJudge(
            KeyJudge keys, Marks marks, Instant cutOff, Instant now, Duration retention, boolean exclusiveKeysOnly) {
        this.keys = keys;
        this.marks = marks;
        this.cutOff = cutOff;
        this.now = now;
        this.retention = retention;
        this.exclusiveKeysOnly = exclusiveKeysOnly;
    }

    /** Of an object in a store that keeps no versions. */
    Verdict of(ListedBlob blob) throws IOException {
        Optional<Verdict> byKey = byKey(blob.key());
        if (byKey.isPresent()) {
            return byKey.get();
        }
        if (marks.contains(blob.key())) {
            return Verdict.LIVE;
        }
        return blob.lastModified().isBefore(cutOff) ? Verdict.DELETE : Verdict.YOUNG;
    }

    /** Of a version or a delete marker. Those of one key come one after the other, the youngest first. */
    Verdict of(BlobVersion version) throws IOException {
        BlobVersion successor = successorOf(version);
        Optional<Verdict> byKey = byKey(version.key());
        if (byKey.isPresent()) {
            return byKey.get();
        }
        boolean shadowed = !version.current() && !version.deleteMarker();
        if (marks.contains(version.key()) && !(shadowed && currentHoldsData)) {
            return Verdict.LIVE;
        }
        if (!version.lastModified().isBefore(cutOff)) {
            return Verdict.YOUNG;
        }
        return retained(version, successor);
    }

    private @Nullable BlobVersion successorOf(BlobVersion version) {
        BlobVersion before = previous;
        boolean sameKey = before != null && before.key().equals(version.key());
        if (!sameKey || version.current()) {
            currentHoldsData = version.current() && !version.deleteMarker();
        }
        previous = version;
        return sameKey ? before : null;
    }

    /** A version has been out of sight since its successor came, and a delete marker has hidden others since it came itself. */
    private Verdict retained(BlobVersion version, @Nullable BlobVersion successor) {
        if (retention.isZero()) {
            return Verdict.DELETE;
        }
        if (version.current() && !version.deleteMarker()) {
            return Verdict.HIDE;
        }
        if (!version.deleteMarker() && successor == null) {
            return Verdict.RETAINED; // Since when it is out of sight is not known.
        }
        Instant hiddenSince = version.deleteMarker() ? version.lastModified() : successor.lastModified();
        return hiddenSince.plus(retention).isBefore(now) ? Verdict.DELETE : Verdict.RETAINED;
    }

    private Optional<Verdict> byKey(String key) {
        return switch (keys.kindOf(key)) {
            case REGISTRY -> Optional.of(Verdict.REGISTRY);
            case UNKNOWN -> Optional.of(Verdict.UNKNOWN);
            case SHARED -> exclusiveKeysOnly ? Optional.of(Verdict.SKIPPED) : Optional.empty();
            case EXCLUSIVE -> Optional.empty();
        };
    }

    /** What becomes of an object. */
    enum Verdict {
        LIVE,
        YOUNG,
        RETAINED,
        SKIPPED,
        REGISTRY,
        UNKNOWN,
        /** To be hidden by a delete marker, and deleted when the retention is over. */
        HIDE,
        DELETE
    }
}
