package io.github.s3backed.dynamodb;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A registered table with the settings that its {@link S3BackedDynamoDb} adds, for tools that look at what DynamoDB itself
 * holds, such as a sweeper. Items that are handed to it come from a client that is not wrapped. Immutable.
 */
public final class DeclaredTable {

    private final TablePlan plan;
    private final List<KeyTemplate> keyTemplates;
    private final Map<String, PayloadPipeline<Long>> pipelines;
    private final Map<BlobLocation, BlobStore> stores;

    DeclaredTable(
            TablePlan plan,
            List<KeyTemplate> keyTemplates,
            Map<String, PayloadPipeline<Long>> pipelines,
            Map<BlobLocation, BlobStore> stores) {
        this.plan = plan;
        this.keyTemplates = List.copyOf(keyTemplates);
        this.pipelines = Map.copyOf(pipelines);
        this.stores = Map.copyOf(stores);
    }

    /** The table as it was registered. */
    public S3BackedTable table() {
        return plan.table();
    }

    /** The templates that keys of its references are, or were, built from; each once. Cannot be changed. */
    public List<KeyTemplate> keyTemplates() {
        return keyTemplates;
    }

    /**
     * The reference that an item holds in an S3-backed attribute; empty if it holds something else there, or nothing. It may
     * point anywhere.
     */
    public Optional<Reference> reference(Map<String, AttributeValue> item, String attribute) {
        AttributeValue stored = item.get(attribute);
        try {
            return stored == null || stored.s() == null ? Optional.empty() : Optional.of(Reference.parse(stored.s()));
        } catch (InvalidReferenceException e) {
            return Optional.empty();
        }
    }

    /** Whether a reference is followed that an item holds in an attribute: into a configured store, by a key of its own. */
    public boolean follows(Map<String, AttributeValue> item, String attribute, Reference reference) {
        PayloadPipeline<Long> pipeline = pipelines.get(attribute);
        return contexts(item, attribute).stream().anyMatch(context -> pipeline.follows(reference, context));
    }

    /**
     * What is known of the object of a reference; empty if there is none.
     *
     * @throws IllegalArgumentException if it points outside of the configured stores
     */
    public CompletionStage<Optional<BlobInfo>> head(Reference reference) {
        BlobStore store = stores.get(reference.location());
        if (store == null) {
            throw new IllegalArgumentException(reference + " points outside of the configured stores.");
        }
        return store.head(reference.key());
    }

    /**
     * Reads what an item holds of an attribute, from the store or from itself, to its end, and verifies it. The stage fails
     * as a read of the attribute would.
     *
     * @return a stage with the number of serialized, uncompressed bytes
     */
    public CompletionStage<Long> verify(Map<String, AttributeValue> item, String attribute) {
        AttributeValue stored = item.get(attribute);
        StoredPayload payload = stored.b() != null
                ? new StoredPayload.Inline(stored.b().asByteArrayUnsafe())
                : new StoredPayload.Offloaded(Reference.parse(stored.s()));
        return pipelines.get(attribute).loadAsync(payload, contextOf(payload, item, attribute));
    }

    private KeyContext contextOf(StoredPayload payload, Map<String, AttributeValue> item, String attribute) {
        List<KeyContext> contexts = contexts(item, attribute);
        return contexts.stream()
                .filter(context -> payload instanceof StoredPayload.Offloaded offloaded
                        && pipelines.get(attribute).follows(offloaded.reference(), context))
                .findFirst()
                .orElse(contexts.get(0));
    }

    private List<KeyContext> contexts(Map<String, AttributeValue> item, String attribute) {
        return plan.contexts(plan.keyOf(item), attribute);
    }
}
