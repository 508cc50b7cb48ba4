package io.github.s3backed.enhanced.client;

import io.github.s3backed.dynamodb.PayloadHandle;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A schema of documents which hold S3-backed attributes as values like others. */
record DocumentSchema(TableSchema<EnhancedDocument> base, Map<String, S3BackedDocumentAttribute> backed)
        implements TableSchema<EnhancedDocument> {

    /** The same schema, or one that does not take S3-backed attributes which it does not declare for values. */
    @SuppressWarnings("unchecked") // a schema of documents is one
    static <T> TableSchema<T> guarded(TableSchema<T> schema) {
        boolean plain = schema.itemType().rawClass() == (Class<?>) EnhancedDocument.class
                && !(schema instanceof DocumentSchema);
        return plain ? (TableSchema<T>) new DocumentSchema((TableSchema<EnhancedDocument>) schema, Map.of()) : schema;
    }

    @Override
    public EnhancedDocument mapToItem(Map<String, AttributeValue> item) {
        return base.mapToItem(held(item));
    }

    @Override
    public EnhancedDocument mapToItem(Map<String, AttributeValue> item, boolean preserveEmptyObject) {
        return base.mapToItem(held(item), preserveEmptyObject);
    }

    @Override
    public Map<String, AttributeValue> itemToMap(EnhancedDocument document, boolean ignoreNulls) {
        return handedOver(base.itemToMap(document, ignoreNulls));
    }

    @Override
    public Map<String, AttributeValue> itemToMap(EnhancedDocument document, Collection<String> attributes) {
        return handedOver(base.itemToMap(document, attributes));
    }

    @Override
    public @Nullable AttributeValue attributeValue(EnhancedDocument document, String attribute) {
        AttributeValue value = base.attributeValue(document, attribute);
        return value == null ? null : handedOver(attribute, value);
    }

    @Override
    public TableMetadata tableMetadata() {
        return base.tableMetadata();
    }

    @Override
    public EnhancedType<EnhancedDocument> itemType() {
        return base.itemType();
    }

    @Override
    public List<String> attributeNames() {
        return base.attributeNames();
    }

    @Override
    public boolean isAbstract() {
        return base.isAbstract();
    }

    @Override
    public AttributeConverter<EnhancedDocument> converterForAttribute(Object attribute) {
        return base.converterForAttribute(attribute);
    }

    private @Nullable Map<String, AttributeValue> handedOver(@Nullable Map<String, AttributeValue> item) {
        return changed(item, this::handedOver);
    }

    private AttributeValue handedOver(String attribute, AttributeValue value) {
        S3BackedDocumentAttribute declared = backed.get(attribute);
        return declared == null ? value : declared.toHandle(value);
    }

    private @Nullable Map<String, AttributeValue> held(@Nullable Map<String, AttributeValue> item) {
        return changed(item, this::held);
    }

    private AttributeValue held(String attribute, AttributeValue value) {
        S3BackedDocumentAttribute declared = backed.get(attribute);
        if (declared == null && PayloadHandle.in(value).isPresent()) {
            throw new IllegalStateException("The attribute '" + attribute + "' is S3-backed by another schema of its"
                    + " table, and this schema of documents does not declare it. Add it to"
                    + " S3BackedTableSchema.documents(...), or leave it out by a projection.");
        }
        return declared == null ? value : declared.fromHandle(value);
    }

    private static @Nullable Map<String, AttributeValue> changed(
            @Nullable Map<String, AttributeValue> item, Change change) {
        if (item == null) {
            return null;
        }
        Map<String, AttributeValue> all = new LinkedHashMap<>();
        item.forEach((attribute, value) -> all.put(attribute, change.of(attribute, value)));
        return all;
    }

    @FunctionalInterface
    private interface Change {
        AttributeValue of(String attribute, AttributeValue value);
    }
}
