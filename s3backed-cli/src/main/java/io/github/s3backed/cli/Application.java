package io.github.s3backed.cli;

import io.github.s3backed.dynamodb.DeclaredTable;
import io.github.s3backed.dynamodb.Registration;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.nio.file.Path;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What one registration says, and a client of its region.
 *
 * @param file that holds it
 * @param region of its tables
 * @param client not wrapped
 */
record Application(
        Path file, Registration registration, String region, S3BackedDynamoDb s3backed, DynamoDbClient client) {

    DeclaredTable declared(String table) {
        return s3backed.tables().stream()
                .filter(declared -> declared.table().name().equals(table))
                .findFirst()
                .orElseThrow();
    }
}
