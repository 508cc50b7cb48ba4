/** Finds and removes objects that no item refers to, verifies those that items do refer to, migrates items and restores objects. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.sweeper {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive io.github.s3backed.dynamodb;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.regions;

    exports io.github.s3backed.sweeper;
}
