package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.List;

/** A table that is migrated, and who rewrites its items. */
record MigratedTable(ScannedTable scanned, AttributeRewriter rewriter) {

    static List<MigratedTable> of(S3BackedDynamoDb s3backed, TableClient client) {
        AttributeRewriter rewriter = client.rewriter(s3backed);
        return s3backed.tables().stream()
                .map(table -> new MigratedTable(new ScannedTable(table, client), rewriter))
                .toList();
    }
}
