package io.github.s3backed.sweeper;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.dynamodb.StorePolicy;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.ServersElsewhere;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** A table and its bucket: with a key per write, or with keys that equal payloads share, in a bucket with versions. */
enum SoakPlace {
    EXCLUSIVE,
    SHARED;

    /** How long after its first upload a write may be sent, in real seconds: with room for the whole seconds of S3's clock. */
    static final int DEADLINE_SECONDS = 4;

    String table() {
        return "soak-" + name().toLowerCase(Locale.ROOT);
    }

    String bucket() {
        return table();
    }

    static List<SoakPlace> all() {
        return List.of(values());
    }

    /** Makes both, with a policy that ends writes soon. */
    void make(ServersElsewhere servers) {
        try (S3Client s3 = servers.s3Builder().build();
                DynamoDbClient dynamoDb = servers.dynamoDbBuilder().build()) {
            s3.createBucket(request -> request.bucket(bucket()));
            if (this == SHARED) {
                s3.putBucketVersioning(request -> request.bucket(bucket())
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
            }
            String policy = "format=1\ngrace-seconds=86400\nwrite-deadline-seconds=" + DEADLINE_SECONDS + "\n";
            try (S3BlobStore store = S3BlobStore.create(s3, bucket())) {
                store.put(
                                StorePolicy.KEY,
                                BlobContent.of(policy.getBytes(StandardCharsets.UTF_8)),
                                new BlobMetadata("text/plain", BlobMetadata.IDENTITY, Map.of()),
                                PutMode.OVERWRITE)
                        .toCompletableFuture()
                        .join();
            }
            dynamoDb.createTable(request -> request.tableName(table())
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            key -> key.attributeName("group").attributeType(ScalarAttributeType.S),
                            key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(
                            key -> key.attributeName("group").keyType(KeyType.HASH),
                            key -> key.attributeName("id").keyType(KeyType.RANGE)));
        }
    }

    S3BackedDynamoDb open(BlobStore store) {
        S3BackedDynamoDb.Builder builder = S3BackedDynamoDb.builder()
                .blobStore(store)
                .listener(event -> {})
                .table(S3BackedTable.builder(table())
                        .partitionKey("group")
                        .sortKey("id")
                        .attribute(S3BackedAttribute.text(SoakValue.BODY).build())
                        .attribute(S3BackedAttribute.binary(SoakValue.DATA).build())
                        .build());
        return this == EXCLUSIVE
                ? builder.build()
                : builder.cleanUp(CleanUp.SWEEPER)
                        .keyTemplate(KeyTemplate.PYNAMODB_MATE)
                        .build();
    }
}
