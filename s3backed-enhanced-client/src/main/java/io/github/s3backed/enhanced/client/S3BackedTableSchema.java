package io.github.s3backed.enhanced.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;

/**
 * Schemas of classes whose getters may have {@link S3Backed}, and of documents, for the tables of {@link
 * S3BackedEnhancedClient} and {@link S3BackedEnhancedAsyncClient}. Everything else of a class is mapped as by the SDK's own
 * {@link TableSchema}, which also makes the schema itself where no getter is annotated.
 *
 * <p>Make a schema once and keep it: making one is slow. Schemas are immutable and safe for use by many threads. For
 * schemas that are written down attribute by attribute, see {@link S3BackedAttributeConverter}.
 */
public final class S3BackedTableSchema {

    private S3BackedTableSchema() {}

    /**
     * The schema of a class with {@code @DynamoDbBean}.
     *
     * @throws IllegalArgumentException if {@link S3Backed} is where it cannot have an effect, goes with an annotation that
     *     contradicts it, or has elements that are not valid; or for what the SDK refuses. The message names class and
     *     getter.
     */
    public static <T> TableSchema<T> fromBean(Class<T> bean) {
        BackedClasses.refuseNested(bean);
        return BackedClasses.isBacked(bean) ? SchemaIntrospector.bean(bean) : TableSchema.fromBean(bean);
    }

    /**
     * The schema of a class with {@code @DynamoDbImmutable}; a record may be one.
     *
     * @throws IllegalArgumentException as by {@link #fromBean}
     */
    public static <T> TableSchema<T> fromImmutable(Class<T> immutable) {
        BackedClasses.refuseNested(immutable);
        return BackedClasses.isBacked(immutable)
                ? SchemaIntrospector.immutable(immutable)
                : TableSchema.fromImmutableClass(immutable);
    }

    /**
     * The schema of a class with {@code @DynamoDbBean} or {@code @DynamoDbImmutable}.
     *
     * @throws IllegalArgumentException as by {@link #fromBean}
     */
    public static <T> TableSchema<T> fromClass(Class<T> annotated) {
        BackedClasses.refuseNested(annotated);
        return BackedClasses.isBacked(annotated)
                ? SchemaIntrospector.introspect(annotated)
                : TableSchema.fromClass(annotated);
    }

    /**
     * A schema of documents in which attributes are S3-backed. The documents hold them as if they were not.
     *
     * @param base what the SDK's {@link TableSchema#documentSchemaBuilder} builds
     * @throws IllegalArgumentException if two attributes have one name, or one is a key
     */
    public static TableSchema<EnhancedDocument> documents(
            TableSchema<EnhancedDocument> base, S3BackedDocumentAttribute... attributes) {
        Map<String, S3BackedDocumentAttribute> byName = new LinkedHashMap<>();
        List.of(attributes).forEach(attribute -> {
            if (byName.put(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException("The attribute '" + attribute.name() + "' is given twice.");
            }
            Keys.refuse(base, attribute.name(), "The document schema");
        });
        return new DocumentSchema(base, byName);
    }
}
