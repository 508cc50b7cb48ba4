package io.github.s3backed.enhanced.client;

import java.util.stream.Stream;
import software.amazon.awssdk.enhanced.dynamodb.IndexMetadata;
import software.amazon.awssdk.enhanced.dynamodb.KeyAttributeMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.enhanced.dynamodb.model.VectorIndexMetadata;

/** The attributes that DynamoDB itself looks at: keys of the table and of its indexes. */
final class Keys {

    private Keys() {}

    static void refuse(TableSchema<?> schema, String attribute, String where) {
        if (of(schema.tableMetadata()).anyMatch(attribute::equals)) {
            throw new IllegalArgumentException(where + " has the S3-backed attribute '" + attribute
                    + "' as a key of the table or of an index, but a key cannot be S3-backed: DynamoDB would look for the"
                    + " reference in place of the value.");
        }
    }

    private static Stream<String> of(TableMetadata metadata) {
        return Stream.concat(
                Stream.concat(
                                metadata.keyAttributes().stream(),
                                metadata.indices().stream().flatMap(Keys::of))
                        .map(KeyAttributeMetadata::name),
                ofVectorIndexes(metadata));
    }

    private static Stream<KeyAttributeMetadata> of(IndexMetadata index) {
        return Stream.concat(partitionKeys(index), sortKeys(index));
    }

    /** Where an index has one key of each kind at most, as in SDKs that are older yet supported, the method is another. */
    @SuppressWarnings("deprecation")
    static Stream<KeyAttributeMetadata> partitionKeys(IndexMetadata index) {
        try {
            return index.partitionKeys().stream();
        } catch (NoSuchMethodError e) {
            return index.partitionKey().stream();
        }
    }

    @SuppressWarnings("deprecation")
    private static Stream<KeyAttributeMetadata> sortKeys(IndexMetadata index) {
        try {
            return index.sortKeys().stream();
        } catch (NoSuchMethodError e) {
            return index.sortKey().stream();
        }
    }

    /** Older SDKs know no such indexes, and have no such method. */
    private static Stream<String> ofVectorIndexes(TableMetadata metadata) {
        try {
            return metadata.vectorIndices().stream().flatMap(Keys::of);
        } catch (NoSuchMethodError e) {
            return Stream.empty();
        }
    }

    private static Stream<String> of(VectorIndexMetadata index) {
        return Stream.concat(
                Stream.of(index.vectorAttributeName()),
                index.searchSchemaElements().stream().map(SearchSchemaElement::attributeName));
    }
}
