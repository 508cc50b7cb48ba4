/** The command line over sweeper, verifier, migrator and restorer, and to look at and repair single payloads. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.cli {
    requires static org.jspecify;
    requires io.github.s3backed.core;
    requires io.github.s3backed.dynamodb;
    requires io.github.s3backed.store.s3;
    requires io.github.s3backed.sweeper;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.logging;
    requires me.tongfei.progressbar;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.profiles;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.services.s3;

    exports io.github.s3backed.cli;

    opens io.github.s3backed.cli to
            info.picocli;
}
