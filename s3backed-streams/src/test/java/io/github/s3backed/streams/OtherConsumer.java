package io.github.s3backed.streams;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Handles a record, and says why not; for a class path of its own. */
public final class OtherConsumer implements Supplier<String> {

    @Override
    public String get() {
        try (DynamoDbClient client = DynamoDbClient.builder()
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build();
                S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                        .blobStore(MemoryBlobStore.create("other-consumer"))
                        .build()) {
            return StreamHandler.builder()
                    .s3backed(s3backed)
                    .dynamoDbClient(client)
                    .build()
                    .handle("articles", List.of(Record.builder().build()))
                    .toString();
        } catch (StreamRefusedException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
