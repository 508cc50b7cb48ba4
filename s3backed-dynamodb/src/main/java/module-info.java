/**
 * DynamoDB clients that keep large attributes of items in a blob store, and coordinate both: what a rejected write has
 * uploaded is removed, an object goes with its item, and no failure leaves an item without its object.
 */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.dynamodb {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires transitive software.amazon.awssdk.core;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.utils;

    exports io.github.s3backed.dynamodb;
}
