package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * The schemas of a client's tables, of which one table may have many, and what they say of attributes in common. Safe for
 * use by many threads.
 */
final class TableRegistry {

    private final Serializers serializers;
    private final Map<String, Consumer<S3BackedTable.Builder>> settings;
    private final Function<String, BlobStore> stores;
    private final Consumer<S3BackedTable> registration;
    private final Map<String, Names> tables = new HashMap<>();

    /**
     * A registry without tables.
     *
     * @param settings what was set for a table, by its name
     * @param stores gives a store by its name
     * @param registration where tables are registered
     */
    TableRegistry(
            Serializers serializers,
            Map<String, Consumer<S3BackedTable.Builder>> settings,
            Function<String, BlobStore> stores,
            Consumer<S3BackedTable> registration) {
        this.serializers = serializers;
        this.settings = Map.copyOf(settings);
        this.stores = stores;
        this.registration = registration;
    }

    /** Registers what a schema says of a table, and gives the schema to use. After an error nothing is changed. */
    synchronized <T> TableSchema<T> register(String table, TableSchema<T> schema) {
        SchemaAttributes attributes = SchemaAttributes.of(table, schema);
        Names known = tables.computeIfAbsent(nameOf(table), name -> new Names());
        known.requireAgreement(table, attributes);
        if (!attributes.backed().isEmpty()) {
            registration.accept(describe(table, schema, attributes));
        }
        known.add(attributes);
        return DocumentSchema.guarded(schema);
    }

    // A table may be named by its ARN, too: arn:aws:dynamodb:region:account:table/name.
    private static String nameOf(String table) {
        return table.substring(table.lastIndexOf('/') + 1);
    }

    private S3BackedTable describe(String table, TableSchema<?> schema, SchemaAttributes attributes) {
        TableMetadata metadata = schema.tableMetadata();
        if (!hasPartitionKey(metadata)) {
            throw new IllegalArgumentException("The schema of table '" + table
                    + "' has S3-backed attributes and no partition key, and without one the items that hold them cannot be"
                    + " named. Add the keys of the table to the schema.");
        }
        S3BackedTable.Builder described = S3BackedTable.builder(table).partitionKey(metadata.primaryPartitionKey());
        metadata.primarySortKey().ifPresent(described::sortKey);
        attributes.backed().forEach((name, source) -> described.attribute(attribute(table, name, source)));
        settings.getOrDefault(table, none -> {}).accept(described);
        return described.build();
    }

    // The SDK's metadata throws where it is asked for a key that it does not have.
    private static boolean hasPartitionKey(TableMetadata metadata) {
        return metadata.indices().stream()
                .filter(index -> index.name().equals(TableMetadata.primaryIndexName()))
                .anyMatch(index -> Keys.partitionKeys(index).findAny().isPresent());
    }

    private S3BackedAttribute attribute(String table, String name, SchemaAttributes.Source source) {
        String place = "Attribute '" + name + "' of table '" + table + "'";
        try {
            return source.attribute(name, serializers, stores);
        } catch (S3BackedException e) {
            throw e.at(place);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    /** What the schemas of one table call their attributes. */
    private static final class Names {

        private final Set<String> backed = new HashSet<>();
        private final Set<String> plain = new HashSet<>();

        void requireAgreement(String table, SchemaAttributes attributes) {
            List<String> torn = new ArrayList<>(attributes.plain());
            torn.retainAll(backed);
            List<String> others = new ArrayList<>(attributes.backed().keySet());
            others.retainAll(plain);
            torn.addAll(others);
            if (!torn.isEmpty()) {
                throw new IllegalArgumentException("Attributes " + torn + " of table '" + table
                        + "' are S3-backed in one schema of the table and plain in another. Make them S3-backed in all of"
                        + " them, or give them different names.");
            }
        }

        void add(SchemaAttributes attributes) {
            backed.addAll(attributes.backed().keySet());
            plain.addAll(attributes.plain());
        }
    }
}
