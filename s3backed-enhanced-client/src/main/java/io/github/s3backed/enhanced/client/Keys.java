package io.github.s3backed.enhanced.client;

import java.util.stream.Stream;
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
        Stream<KeyAttributeMetadata> ofIndexes = metadata.indices().stream()
                .flatMap(index -> Stream.concat(index.partitionKeys().stream(), index.sortKeys().stream()));
        return Stream.concat(
                Stream.concat(metadata.keyAttributes().stream(), ofIndexes).map(KeyAttributeMetadata::name),
                metadata.vectorIndices().stream().flatMap(Keys::of));
    }

    private static Stream<String> of(VectorIndexMetadata index) {
        return Stream.concat(
                Stream.of(index.vectorAttributeName()),
                index.searchSchemaElements().stream().map(SearchSchemaElement::attributeName));
    }
}
