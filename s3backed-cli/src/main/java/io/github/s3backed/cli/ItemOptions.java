package io.github.s3backed.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which attribute of which item. */
final class ItemOptions {

    @Option(names = "--table", paramLabel = "NAME", description = "The item's table.")
    @Nullable
    String table;

    @Option(
            names = "--key",
            paramLabel = "NAME=VALUE",
            description = "The partition key: id=abc for a string, id=N:42 for a number, id=B:aGk= for bytes in base64,"
                    + " and id=S:N:42 for a string that begins so.")
    @Nullable
    String key;

    @Option(names = "--sort", paramLabel = "NAME=VALUE", description = "The sort key, if the table has one.")
    @Nullable
    String sort;

    @Option(names = "--attribute", paramLabel = "NAME", description = "The S3-backed attribute.")
    @Nullable
    String attribute;
}
