package io.github.s3backed.sweeper;

import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A process that migrates a table into a folder, step by step, as {@link SweepChild} sweeps. */
final class MigrateChild {

    private MigrateChild() {}

    static S3BackedDynamoDb registration(FileBlobStore store, String table) {
        return S3BackedDynamoDb.builder()
                .blobStore(store)
                .threshold(0)
                .listener(event -> {})
                .table(Field.described(table).nativeValues(NativeValues.READ).build())
                .build();
    }

    public static void main(String[] args) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                        .endpointOverride(URI.create(args[0]))
                        .region(Region.of(args[1]))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(args[2], args[3])))
                        .build();
                FileBlobStore store = FileBlobStore.create(Path.of(args[5]));
                S3BackedDynamoDb s3backed = registration(store, args[4])) {
            Migrator.builder()
                    .tables(s3backed, client)
                    .stateFolder(Path.of(args[6]))
                    .segments(2)
                    .itemsPerPage(2)
                    .steps(SweepChild::say)
                    .rewriteItems()
                    .build()
                    .run();
        }
    }
}
