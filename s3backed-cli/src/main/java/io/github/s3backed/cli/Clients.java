package io.github.s3backed.cli;

import io.github.s3backed.store.s3.S3BlobStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The clients and stores that options ask for, each made once. */
final class Clients implements AutoCloseable {

    private static final String S3 = "s3://";

    private final ConnectionOptions options;
    private final Map<String, DynamoDbClient> dynamoDb = new HashMap<>();
    private final Map<String, S3BlobStore> stores = new HashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable S3Client s3;

    Clients(ConnectionOptions options) {
        this.options = options;
    }

    /** The region of who says none. */
    String region() {
        if (options.region != null) {
            return options.region;
        }
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            Optional.ofNullable(options.profile).ifPresent(chain::profileName);
            return chain.build().getRegion().id();
        } catch (SdkClientException e) {
            if (options.endpointDynamoDb != null && options.endpointS3 != null) {
                return Region.US_EAST_1.id(); // Nobody asks for it but the signatures.
            }
            throw CliException.usage(
                    "No region is known. Give --region, or set AWS_REGION, or a region in the profile.", e);
        }
    }

    /** What {@code --region} says; null if it was not given. */
    @Nullable
    String chosenRegion() {
        return options.region;
    }

    DynamoDbClient dynamoDb(String region) {
        return dynamoDb.computeIfAbsent(region, id -> {
            DynamoDbClientBuilder builder = configured(DynamoDbClient.builder()).region(Region.of(id));
            Optional.ofNullable(options.endpointDynamoDb).ifPresent(builder::endpointOverride);
            return closed(builder.build());
        });
    }

    S3Client s3() {
        S3Client client = s3;
        if (client == null) {
            S3ClientBuilder builder = configured(S3Client.builder())
                    .region(Region.of(region()))
                    .forcePathStyle(options.pathStyle)
                    .crossRegionAccessEnabled(options.endpointS3 == null);
            Optional.ofNullable(options.endpointS3).ifPresent(builder::endpointOverride);
            client = closed(builder.build());
            s3 = client;
        }
        return client;
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        return options.profile == null
                ? builder
                : builder.overrideConfiguration(settings -> settings.defaultProfileName(options.profile));
    }

    /** The store of a location such as {@code s3://my-bucket}. */
    S3BlobStore store(String location) {
        return stores.computeIfAbsent(location, name -> {
            if (!name.startsWith(S3)) {
                throw CliException.usage(
                        "The store " + name + " is none that this command line reads: it reads " + S3 + "my-bucket.");
            }
            S3BlobStore.Builder builder = S3BlobStore.builder().client(s3()).bucket(name.substring(S3.length()));
            Optional.ofNullable(options.expectedBucketOwner).ifPresent(builder::expectedBucketOwner);
            return closed(builder.build());
        });
    }

    @Nullable
    String expectedBucketOwner() {
        return options.expectedBucketOwner;
    }

    <C extends AutoCloseable> C closed(C resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        opened.forEach(Clients::close);
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // What was to be done is done.
        }
    }
}
