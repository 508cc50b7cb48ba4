package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.Serializers;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/** The attributes of a schema: those that are S3-backed, in the schema's order, and the others. */
record SchemaAttributes(Map<String, Source> backed, List<String> plain) {

    /**
     * Finds them.
     *
     * @throws IllegalArgumentException if one is S3-backed where that cannot have an effect
     */
    static SchemaAttributes of(String table, TableSchema<?> schema) {
        Map<String, Source> backed = new LinkedHashMap<>();
        List<String> plain = new ArrayList<>();
        for (String name : schema.attributeNames()) {
            AttributeConverter<?> converter = converter(schema, name);
            if (converter instanceof S3BackedAttributeConverter<?> ours) {
                backed.put(name, ours::attribute);
            } else {
                plain.add(name);
                refuseNested(table, name, converter);
            }
        }
        if (schema instanceof DocumentSchema documents) {
            documents.backed().forEach((name, declared) -> backed.put(name, declared::attribute));
        }
        requireEffect(table, schema, backed.keySet());
        return new SchemaAttributes(backed, plain);
    }

    private static void requireEffect(String table, TableSchema<?> schema, Set<String> backed) {
        backed.forEach(name -> Keys.refuse(schema, name, "The schema of table '" + table + "'"));
        Mark.in(schema).stream()
                .filter(name -> !backed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "The attribute '" + name + "' of table '" + table + "' comes from a getter"
                                    + " with @S3Backed, but the schema of "
                                    + schema.itemType().rawClass().getName()
                                    + " would store it in the item. Use the schema that S3BackedTableSchema makes, and keep its converters.");
                });
    }

    private static void refuseNested(String table, String name, @Nullable AttributeConverter<?> converter) {
        if (converter == null) {
            return;
        }
        nested(converter.type(), Collections.newSetFromMap(new IdentityHashMap<>()))
                .filter(SchemaAttributes::holdsBacked)
                .findFirst()
                .ifPresent(inner -> {
                    throw new IllegalArgumentException("The attribute '" + name + "' of table '" + table + "' holds "
                            + inner.itemType().rawClass().getName()
                            + ", which has S3-backed attributes of its own. Only attributes at the top level of an item"
                            + " can be S3-backed: make '" + name + "' S3-backed as a whole, or flatten the class.");
                });
    }

    private static boolean holdsBacked(TableSchema<?> schema) {
        return !Mark.in(schema).isEmpty()
                || schema.attributeNames().stream()
                        .anyMatch(name -> converter(schema, name) instanceof S3BackedAttributeConverter<?>);
    }

    /** The schemas of all objects that values of a type may hold. */
    private static Stream<TableSchema<?>> nested(EnhancedType<?> type, Set<TableSchema<?>> seen) {
        if (type.isWildcard()) {
            return Stream.empty();
        }
        // Null for the token of a document, whatever the SDK's Javadoc says.
        List<EnhancedType<?>> parameters = type.rawClassParameters();
        Stream<TableSchema<?>> inParameters =
                parameters == null ? Stream.empty() : parameters.stream().flatMap(inner -> nested(inner, seen));
        TableSchema<?> schema = type.tableSchema().orElse(null);
        if (schema == null || !seen.add(schema)) {
            return inParameters;
        }
        Stream<TableSchema<?>> further = schema.attributeNames().stream()
                .map(name -> converter(schema, name))
                .filter(Objects::nonNull)
                .flatMap(converter -> nested(converter.type(), seen));
        return Stream.of(Stream.<TableSchema<?>>of(schema), inParameters, further)
                .flatMap(all -> all);
    }

    private static @Nullable AttributeConverter<?> converter(TableSchema<?> schema, String name) {
        try {
            return schema.converterForAttribute(name);
        } catch (UnsupportedOperationException e) {
            return null; // A schema of a kind that does not tell, such as one of documents.
        }
    }

    /** Makes what is to be registered of an attribute. */
    @FunctionalInterface
    interface Source {
        S3BackedAttribute attribute(String name, Serializers serializers, Function<String, BlobStore> stores);
    }
}
