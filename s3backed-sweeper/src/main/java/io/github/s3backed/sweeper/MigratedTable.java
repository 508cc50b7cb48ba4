package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.AttributeRewriter;
import io.github.s3backed.dynamodb.Registration;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.List;

/**
 * A table that is migrated, and who rewrites its items.
 *
 * @param goal all that says how items are to be: the table's registration and its stores
 */
record MigratedTable(ScannedTable scanned, AttributeRewriter rewriter, Registration goal) {

    static List<MigratedTable> of(S3BackedDynamoDb s3backed, TableClient client) {
        AttributeRewriter rewriter = client.rewriter(s3backed);
        Registration all = s3backed.registration();
        return s3backed.tables().stream()
                .map(table -> new MigratedTable(
                        new ScannedTable(table, client),
                        rewriter,
                        all.withTables(all.tables().stream()
                                .filter(exported ->
                                        exported.name().equals(table.table().name()))
                                .toList())))
                .toList();
    }
}
