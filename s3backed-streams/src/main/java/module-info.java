/**
 * Removes the objects of items that expired, were deleted or were changed by writers which coordinate nothing, as the stream of
 * their table tells.
 */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.streams {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive io.github.s3backed.dynamodb;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.regions;
    // Of its own class alone: Lambda functions have it, other consumers of streams need not.
    requires static aws.lambda.java.events;

    exports io.github.s3backed.streams;
}
