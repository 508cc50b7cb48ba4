package io.github.s3backed.dynamodb;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A registered table with the settings that its {@link S3BackedDynamoDb} adds, for tools that look at what DynamoDB itself
 * holds, such as a sweeper or a handler of its stream. Items that are handed to it come from a client that is not wrapped. Immutable.
 */
public final class DeclaredTable {

    private final TablePlan plan;
    private final List<KeyTemplate> keyTemplates;
    private final Map<String, PayloadPipeline<Long>> pipelines;
    private final Map<BlobLocation, BlobStore> stores;
    private final Events events;

    DeclaredTable(
            TablePlan plan,
            List<KeyTemplate> keyTemplates,
            Map<String, PayloadPipeline<Long>> pipelines,
            Map<BlobLocation, BlobStore> stores,
            Events events) {
        this.plan = plan;
        this.keyTemplates = List.copyOf(keyTemplates);
        this.pipelines = Map.copyOf(pipelines);
        this.stores = Map.copyOf(stores);
        this.events = events;
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
     * Whether the object of a reference is of one attempt to write this attribute of this item, and of nothing else: it may be
     * removed when the item no longer holds the reference. No key of a shared template is, nor one with a former logical
     * name.
     */
    public boolean isExclusive(Map<String, AttributeValue> item, String attribute, Reference reference) {
        return pipelines.get(attribute).isExclusiveTo(reference, plan.context(plan.keyOf(item), attribute));
    }

    /**
     * What an item holds in an S3-backed attribute, compared with what would be stored there today. Sends nothing.
     *
     * @throws io.github.s3backed.core.CorruptPayloadException if it is kept in the item, and damaged
     */
    public StoredForm formOf(Map<String, AttributeValue> item, String attribute) {
        return plan.attribute(attribute).formOf(item.get(attribute), contexts(item, attribute));
    }

    /** The id of the compressor for new payloads of an attribute. */
    public String compressor(String attribute) {
        return plan.attribute(attribute).pipeline().compressor();
    }

    /**
     * The id of the compressor of the payload that an item holds in an attribute. The stage fails as a read of the attribute would.
     *
     * @return a stage with nothing where there is no payload, or it does not say
     */
    public CompletionStage<Optional<String>> storedCompressor(Map<String, AttributeValue> item, String attribute) {
        return plan.attribute(attribute)
                .storedCompressor(item.get(attribute), contexts(item, attribute), LateRead.unobserved());
    }

    /** Whether the key of a reference is one of a payload with a fingerprint, in lowercase hex. */
    public boolean isOf(Reference reference, String fingerprint) {
        return keyTemplates.stream()
                .map(template -> template.parse(reference.key()))
                .flatMap(Optional::stream)
                .anyMatch(key -> key.fingerprint().hex().equals(fingerprint));
    }

    /** Whether objects of a store are read: it was configured. */
    public boolean isConfigured(BlobLocation store) {
        return stores.containsKey(store);
    }

    /** Whether objects may be removed before a sweep, as {@link CleanUp#IMMEDIATE} says. */
    public boolean removesObjects() {
        return plan.removesObjects();
    }

    /**
     * Whether a replica of the table may bring back a reference that was replaced: as registered, otherwise as described.
     *
     * @param description of the table; null where DescribeTable is denied, and then the table is taken for replicated
     *     unless it was registered as something else
     */
    public boolean isReplicated(@Nullable TableDescription description) {
        return table().globalTable().orElse(description == null || TableShape.isReplicated(description));
    }

    /** In what a table contradicts its registration, as sentences that say what to do; empty if in nothing. */
    public List<String> contradictions(TableDescription description) {
        return TableShape.contradictions(plan, description);
    }

    /**
     * Removes the object of a reference; succeeds if there is none. Who calls this knows that no item refers to it.
     *
     * @throws IllegalArgumentException if it points outside of the configured stores
     */
    public CompletionStage<Void> delete(Reference reference) {
        return storeOf(reference).delete(reference.key());
    }

    /** Tells the listener that objects were removed which the item holds no longer. */
    public void released(S3BackedEvent.Released event) {
        events.emit(event);
    }

    /**
     * What is known of the object of a reference; empty if there is none.
     *
     * @throws IllegalArgumentException if it points outside of the configured stores
     */
    public CompletionStage<Optional<BlobInfo>> head(Reference reference) {
        return storeOf(reference).head(reference.key());
    }

    private BlobStore storeOf(Reference reference) {
        BlobStore store = stores.get(reference.location());
        if (store == null) {
            throw new IllegalArgumentException(reference + " points outside of the configured stores.");
        }
        return store;
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

    /**
     * The payload of a reference that somebody names, whichever item holds it: by what its own key says, and verified against that. Sends
     * nothing.
     *
     * @throws InvalidReferenceException if it points outside of the configured stores, or no template of the attribute has built it
     */
    public StreamedPayload payload(Reference reference, String attribute) {
        return pipelines.get(attribute).stream(reference);
    }

    /**
     * Puts the object of a reference back that is missing or damaged, or replaces it.
     *
     * @param payload must have the very fingerprint that the reference's key holds
     * @return a stage that fails with {@link IllegalArgumentException} if it has another, and nothing was stored then
     * @throws InvalidReferenceException as {@link #payload}
     */
    public CompletionStage<PutResult> repair(Reference reference, String attribute, StreamedPayload payload) {
        return pipelines.get(attribute).repair(reference, payload);
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
