package io.github.s3backed.sweeper;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.dynamodb.StoredForm;
import io.github.s3backed.sweeper.RestoreReport.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Looks for the object of one reference, and for what is left of it. */
final class ReferenceRestoration {

    private final RestoreSettings settings;
    private final ScannedTable table;
    private final Map<String, AttributeValue> item;
    private final String attribute;

    ReferenceRestoration(
            RestoreSettings settings, ScannedTable table, Map<String, AttributeValue> item, String attribute) {
        this.settings = settings;
        this.table = table;
        this.item = item;
        this.attribute = attribute;
    }

    /** What became of it; empty where the item holds no reference. */
    Optional<RestoreReport.Sample> run() {
        StoredForm form = formOf();
        AttributeValue stored = item.get(attribute);
        if (form == StoredForm.FOREIGN) {
            return Optional.of(found(
                    Outcome.FOREIGN,
                    stored.s(),
                    "It is not followed. If it is one of a former store, template or logical name, register that."));
        }
        return form == StoredForm.CURRENT || form == StoredForm.FORMER
                ? table.declared().reference(item, attribute).map(this::restore)
                : Optional.empty();
    }

    // A damaged payload in the item is the verifier's.
    private StoredForm formOf() {
        return item.containsKey(attribute) && item.get(attribute).s() != null
                ? table.declared().formOf(item, attribute)
                : StoredForm.ABSENT;
    }

    private RestoreReport.Sample restore(Reference reference) {
        try {
            if (await(table.declared().head(reference)).isPresent()) {
                return found(Outcome.PRESENT, reference, "");
            }
            return holds(reference) ? restoreMissing(reference) : found(Outcome.CHANGED, reference, "");
        } catch (S3BackedException | SdkException e) {
            return found(Outcome.FAILED, reference, String.valueOf(e.getMessage()));
        }
    }

    private RestoreReport.Sample restoreMissing(Reference reference) {
        Optional<VersionedBlobStore> store = settings.storeAt(reference.location());
        if (store.isEmpty()) {
            return found(Outcome.OTHER_STORE, reference, "Its object is gone. Restore with that store as well.");
        }
        Optional<BlobVersion> version = newestVersion(store.get(), reference.key());
        Optional<BlobInfo> left =
                version.flatMap(newest -> await(store.get().headVersion(newest.key(), newest.versionId())));
        if (version.isEmpty() || left.isEmpty()) {
            return found(
                    Outcome.GONE,
                    reference,
                    "No version of its object is left. Remove the attribute, or copy the object from elsewhere.");
        }
        if (!isOurs(reference, left.get())) {
            return found(
                    Outcome.NOT_OURS,
                    reference,
                    "The version " + version.get().versionId() + " that is left has another fingerprint than its key.");
        }
        if (!settings.dryRun()) {
            await(store.get().restore(reference.key(), version.get().versionId(), left.get()));
        }
        return found(Outcome.RESTORED, reference, "");
    }

    /** The youngest that is no delete marker. */
    private Optional<BlobVersion> newestVersion(VersionedBlobStore store, String key) {
        String continuation = null;
        do {
            Listing<BlobVersion> page = await(store.listVersions(key, continuation));
            for (BlobVersion version : page.entries()) {
                if (!version.key().equals(key)) {
                    return Optional.empty(); // The prefix itself comes first.
                }
                if (!version.deleteMarker()) {
                    return Optional.of(version);
                }
            }
            continuation = page.continuation();
        } while (continuation != null);
        return Optional.empty();
    }

    private boolean isOurs(Reference reference, BlobInfo version) {
        @Nullable String said = version.metadata().userMetadata().get(AttributeCheck.FINGERPRINT);
        return said == null || table.declared().isOf(reference, said);
    }

    private boolean holds(Reference reference) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(table.name())
                .key(table.keyOf(item))
                .consistentRead(true)
                .build();
        AttributeValue now = table.client().get(request).item().get(attribute);
        return now != null && reference.toString().equals(now.s());
    }

    private <T> T await(CompletionStage<T> stage) {
        Duration patience = settings.scans().patience();
        return Waiting.on(stage, patience);
    }

    private RestoreReport.Sample found(Outcome outcome, Object reference, String reason) {
        return new RestoreReport.Sample(outcome, table.name(), attribute, reference.toString(), reason);
    }
}
