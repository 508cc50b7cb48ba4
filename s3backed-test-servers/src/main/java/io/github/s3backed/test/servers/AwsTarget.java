package io.github.s3backed.test.servers;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Where a backend's services are.
 *
 * @param bucket the bucket to use, which is there already; null if each test class may make one
 */
record AwsTarget(
        Service s3,
        Service dynamoDb,
        Region region,
        @Nullable String bucket) {

    /**
     * One service.
     *
     * @param endpoint null for that of AWS
     */
    record Service(@Nullable URI endpoint, AwsCredentialsProvider credentials) {}
}
