package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Placeholder;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PayloadSerializer;
import io.github.s3backed.core.spi.StoreUse;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Makes plans of registrations, with the settings that these leave open. */
final class PlanFactory {

    private final S3BackedDynamoDb.Builder settings;
    private final BlobStore defaultStore;
    private final Compressors compressors;
    private final Map<BlobLocation, BlobStore> stores = new LinkedHashMap<>();
    private final Map<BlobLocation, BlobStore> bounded = new LinkedHashMap<>();
    private final Map<BlobLocation, StoreRegistry> registries = new LinkedHashMap<>();

    PlanFactory(S3BackedDynamoDb.Builder settings, BlobStore defaultStore) {
        this.settings = settings;
        this.defaultStore = defaultStore;
        this.compressors = settings.compressors == null ? Compressors.discover() : settings.compressors;
        settings.allStores(defaultStore).forEach(this::bounded);
    }

    /**
     * The plan of a table.
     *
     * @throws IllegalArgumentException if its settings contradict each other
     */
    synchronized TablePlan plan(S3BackedTable table) {
        table.attributes().values().forEach(attribute -> {
            if (attribute.blobStore() != null) {
                bounded(attribute.blobStore());
            }
        });
        Map<String, AttributePlan> attributes = new HashMap<>();
        table.attributes().forEach((name, attribute) -> attributes.put(name, plan(table, attribute)));
        return new TablePlan(table, attributes);
    }

    /** The plan of two registrations of one table. */
    TablePlan merge(TablePlan one, TablePlan other) {
        return plan(RegistrationMerge.of(one.table(), other.table()));
    }

    private AttributePlan plan(S3BackedTable table, S3BackedAttribute attribute) {
        BlobStore store = store(attribute);
        StoreRegistry registry = registries.get(store.location());
        KeyTemplate template = template(attribute);
        requireUsable(table, attribute, template);
        return new AttributePlan(
                table,
                attribute,
                pipeline(serializer(attribute), attribute, template, store, registry),
                registry,
                settings.cleanUp == CleanUp.IMMEDIATE);
    }

    private void requireUsable(S3BackedTable table, S3BackedAttribute attribute, KeyTemplate template) {
        String where = "The key template '" + template + "' of attribute '" + attribute.name() + "' of table '"
                + table.name() + "' ";
        if (template.uses(Placeholder.EPOCH)) {
            throw new IllegalArgumentException(where + "holds {epoch}, which no writer computes yet.");
        }
        if (template.uses(Placeholder.SORT_KEY) && table.sortKey().isEmpty()) {
            throw new IllegalArgumentException(where + "holds {sortKey}, and the table has none.");
        }
        if (settings.cleanUp == CleanUp.IMMEDIATE && !(template.isExclusive() && template.namesItemAndAttribute())) {
            throw new IllegalArgumentException(where
                    + "does not say to which attempt, item and attribute an object belongs, so that others may refer to it"
                    + " as well and it cannot be removed at once. Add {writeId}, {item} and {attribute}, or leave the"
                    + " clean-up to the sweeper: cleanUp(CleanUp.SWEEPER).");
        }
    }

    @SuppressWarnings("unchecked") // The values of the attribute are of the serializer's type: adapters see to it.
    private static PayloadSerializer<Object> serializer(S3BackedAttribute attribute) {
        return (PayloadSerializer<Object>) attribute.serializer();
    }

    /** What a table's references are read by, for those who look at them without wanting the payloads. */
    synchronized DeclaredTable declared(TablePlan plan, Events events) {
        Set<KeyTemplate> templates = new LinkedHashSet<>();
        Map<String, PayloadPipeline<Long>> pipelines = new HashMap<>();
        plan.table().attributes().forEach((name, attribute) -> {
            KeyTemplate template = plan.attribute(name).pipeline().keyTemplate();
            templates.add(template);
            templates.addAll(attribute.formerKeyTemplates());
            BlobStore store = store(attribute);
            DrainingSerializer serializer = new DrainingSerializer(attribute.serializer());
            pipelines.put(name, pipeline(serializer, attribute, template, store, registries.get(store.location())));
        });
        templates.addAll(settings.formerKeyTemplates);
        return new DeclaredTable(plan, List.copyOf(templates), pipelines, bounded, events);
    }

    /** The tables and all that was decided for them, as data. */
    synchronized Registration registration(Collection<TablePlan> tables) {
        return new Registration(
                Registration.FORMAT_VERSION,
                null,
                null,
                settings.cleanUp.name(),
                settings.maxPayloadBytes,
                settings.maxStreamedBytes,
                stores.keySet().stream().map(BlobLocation::toString).toList(),
                tables.stream()
                        .map(TablePlan::table)
                        .sorted(Comparator.comparing(S3BackedTable::name))
                        .map(this::exported)
                        .toList());
    }

    private Registration.Table exported(S3BackedTable table) {
        return new Registration.Table(
                table.name(),
                table.logicalName(),
                table.formerLogicalNames(),
                table.partitionKey(),
                table.sortKey().orElse(null),
                table.nativeValues().name(),
                table.globalTable().orElse(null),
                table.expiryHandled(),
                table.attributes().values().stream().map(this::exported).toList());
    }

    private Registration.Attribute exported(S3BackedAttribute attribute) {
        return new Registration.Attribute(
                attribute.name(),
                attribute.form().name(),
                attribute.fetch().name(),
                attribute.serializer().id(),
                attribute.serializer().contentType(),
                SerializedForm.of(attribute).map(SerializedForm::name).orElse(null),
                store(attribute).location().toString(),
                template(attribute).toString(),
                Stream.concat(settings.formerKeyTemplates.stream(), attribute.formerKeyTemplates().stream())
                        .map(KeyTemplate::toString)
                        .distinct()
                        .toList(),
                compressor(attribute),
                threshold(attribute));
    }

    private BlobStore store(S3BackedAttribute attribute) {
        return Objects.requireNonNullElse(attribute.blobStore(), defaultStore);
    }

    private KeyTemplate template(S3BackedAttribute attribute) {
        return Objects.requireNonNullElse(attribute.keyTemplate(), settings.keyTemplate);
    }

    private String compressor(S3BackedAttribute attribute) {
        return Objects.requireNonNullElse(attribute.compressor(), settings.compressor);
    }

    private int threshold(S3BackedAttribute attribute) {
        return Objects.requireNonNullElse(attribute.threshold(), settings.threshold);
    }

    private <T> PayloadPipeline<T> pipeline(
            PayloadSerializer<T> serializer,
            S3BackedAttribute attribute,
            KeyTemplate template,
            BlobStore store,
            StoreRegistry registry) {
        PayloadPipeline.Builder<T> pipeline = PayloadPipeline.builder(serializer)
                .blobStore(bounded(store))
                .readFrom(bounded.values().stream()
                        .filter(other -> !other.location().equals(store.location()))
                        .toArray(BlobStore[]::new))
                .keyTemplate(template)
                .formerKeyTemplates(settings.formerKeyTemplates.toArray(KeyTemplate[]::new))
                .formerKeyTemplates(attribute.formerKeyTemplates().toArray(KeyTemplate[]::new))
                .compressors(compressors)
                .compressor(compressor(attribute))
                .threshold(threshold(attribute))
                .maxPayloadBytes(settings.maxPayloadBytes)
                .maxStreamedBytes(settings.maxStreamedBytes)
                .trustSharedObjectsFor(registry::trustSharedObjectsFor);
        if (settings.temporaryFolder != null) {
            pipeline.temporaryFolder(settings.temporaryFolder);
        }
        return pipeline.build();
    }

    /** What each configured store says of itself. */
    synchronized List<StoreRegistry> registries() {
        return List.copyOf(registries.values());
    }

    /** Checks of all stores, for what the tables need of them. */
    synchronized List<StoreCheck> checks(Collection<TablePlan> tables) {
        List<AttributePlan> attributes =
                tables.stream().flatMap(table -> table.attributes().stream()).toList();
        return stores.values().stream()
                .map(store -> new StoreCheck(store, registries.get(store.location()), use(store, attributes)))
                .toList();
    }

    private StoreUse use(BlobStore store, List<AttributePlan> attributes) {
        List<AttributePlan> writers = attributes.stream()
                .filter(attribute -> attribute.store() == registries.get(store.location()))
                .toList();
        return new StoreUse(
                StoreRegistry.PROBES,
                !writers.isEmpty(),
                settings.cleanUp == CleanUp.IMMEDIATE,
                writers.stream()
                        .anyMatch(
                                attribute -> !attribute.pipeline().keyTemplate().isExclusive()));
    }

    private BlobStore bounded(BlobStore store) {
        BlobStore other = stores.putIfAbsent(store.location(), store);
        if (other != null && other != store) {
            throw new IllegalArgumentException("Two stores have the location " + store.location()
                    + "; which of their settings hold would be a guess. Give one and the same store to all.");
        }
        BlobLocation location = store.location();
        return bounded.computeIfAbsent(location, l -> {
            BlobStore limited =
                    new BoundedBlobStore(store, new InFlight(settings.concurrency, settings.maxBytesInFlight));
            registries.put(location, new StoreRegistry(limited, settings.nanoTime));
            return limited;
        });
    }
}
