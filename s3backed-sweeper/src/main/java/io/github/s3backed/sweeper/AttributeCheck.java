package io.github.s3backed.sweeper;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.CorruptPayloadException;
import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.PayloadTooLargeException;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.dynamodb.NativeValues;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Looks at one attribute of one item, as a scan has shown it. */
final class AttributeCheck {

    static final String FINGERPRINT = "s3backed-fingerprint";
    private static final String LENGTH = "s3backed-length";
    private static final String COMPRESSOR = "s3backed-compressor";

    private final ScannedTable table;
    private final Map<String, AttributeValue> item;
    private final String attribute;
    private final VerifyTally tally;

    AttributeCheck(ScannedTable table, Map<String, AttributeValue> item, String attribute, VerifyTally tally) {
        this.table = table;
        this.item = item;
        this.attribute = attribute;
        this.tally = tally;
    }

    /**
     * Looks at it.
     *
     * @param deep whether the object is read to its end, or only asked for
     * @param fraction of references that are looked at
     * @return a stage with what is wrong, that does not fail; whether it still is, {@link #persists} tells
     */
    CompletionStage<Optional<Defect>> run(boolean deep, double fraction) {
        AttributeValue stored = item.get(attribute);
        if (stored == null || stored.nul() != null) {
            return done();
        }
        if (stored.b() != null && StoredPayload.isInline(stored.b().asByteArrayUnsafe())) {
            tally.inline();
            return verify("a payload in the item");
        }
        Optional<Reference> reference = table.declared().reference(item, attribute);
        if (reference.isEmpty()) {
            return nativeValue(stored);
        }
        tally.reference();
        if (!table.declared().follows(item, attribute, reference.get())) {
            return CompletableFuture.completedFuture(
                    found(Defect.Kind.FOREIGN, reference.get().toString(), "It would not be followed."));
        }
        if (!isIn(fraction, reference.get())) {
            return done();
        }
        tally.checked();
        return deep ? verify(reference.get().toString()) : head(reference.get());
    }

    private static CompletionStage<Optional<Defect>> done() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** By the reference itself, so that the same ones are chosen every time. */
    private static boolean isIn(double fraction, Reference reference) {
        return (Marks.hash(reference.key()) >>> 11) * 0x1.0p-53 < fraction;
    }

    private CompletionStage<Optional<Defect>> nativeValue(AttributeValue stored) {
        return table.declared().table().nativeValues() == NativeValues.REFUSE
                ? CompletableFuture.completedFuture(found(
                        Defect.Kind.NATIVE,
                        "a value of type " + stored.type(),
                        "It is no reference and no stored payload. If it is from before the attribute was S3-backed,"
                                + " allow nativeValues(READ), or migrate it."))
                : done();
    }

    private CompletionStage<Optional<Defect>> head(Reference reference) {
        return table.declared().head(reference).handle((info, failure) -> {
            if (failure != null) {
                return found(Defect.Kind.UNREADABLE, reference.toString(), messageOf(failure));
            }
            return info.isEmpty() ? missing(reference.toString()) : compare(reference, info.get());
        });
    }

    private Optional<Defect> compare(Reference reference, BlobInfo info) {
        Map<String, String> said = info.metadata().userMetadata();
        String fingerprint = said.get(FINGERPRINT);
        if (fingerprint != null && !table.declared().isOf(reference, fingerprint)) {
            return found(Defect.Kind.CORRUPT, reference.toString(), "Its object has another fingerprint than its key.");
        }
        boolean plain = BlobMetadata.IDENTITY.equals(said.get(COMPRESSOR));
        if (plain && !Long.toString(info.length()).equals(said.get(LENGTH))) {
            return found(
                    Defect.Kind.CORRUPT,
                    reference.toString(),
                    "Its object has " + info.length() + " bytes, and should have " + said.get(LENGTH) + ".");
        }
        return Optional.empty();
    }

    private CompletionStage<Optional<Defect>> verify(String place) {
        return table.declared().verify(item, attribute).handle((length, failure) -> {
            Throwable reason = failure == null ? null : Waiting.unwrapped(failure);
            if (reason == null) {
                return Optional.empty();
            }
            return reason instanceof BlobNotFoundException
                    ? missing(place)
                    : found(kindOf(reason), place, messageOf(reason));
        });
    }

    private static Defect.Kind kindOf(Throwable reason) {
        if (reason instanceof CorruptPayloadException || reason instanceof PayloadTooLargeException) {
            return Defect.Kind.CORRUPT;
        }
        return reason instanceof InvalidReferenceException ? Defect.Kind.FOREIGN : Defect.Kind.UNREADABLE;
    }

    private Optional<Defect> missing(String place) {
        return found(Defect.Kind.DANGLING, place, "There is no such object.");
    }

    private Optional<Defect> found(Defect.Kind kind, String place, String reason) {
        return Optional.of(new Defect(kind, table.name(), attribute, place, reason));
    }

    /**
     * Whether the item still holds what was wrong: an object that is not there may have been replaced since the scan, and
     * whoever did that has changed the item first. Waits for DynamoDB.
     */
    boolean persists() {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table.name())
                .key(table.keyOf(item))
                .consistentRead(true)
                .build();
        return item.get(attribute).equals(table.client().get(request).item().get(attribute));
    }

    private static String messageOf(Throwable failure) {
        return String.valueOf(Waiting.unwrapped(failure).getMessage());
    }
}
