/**
 * The DynamoDB Enhanced Client with large attributes in a blob store. Serializers and compressors are found by their ids
 * and need not be named here.
 */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.enhanced.client {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive software.amazon.awssdk.enhanced.dynamodb;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires transitive io.github.s3backed.dynamodb;
    requires software.amazon.awssdk.core;
    requires java.desktop;

    exports io.github.s3backed.enhanced.client;
}
