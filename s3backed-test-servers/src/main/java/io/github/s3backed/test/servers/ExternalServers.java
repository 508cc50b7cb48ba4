package io.github.s3backed.test.servers;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Servers that somebody else runs, named by system properties:
 *
 * <ul>
 *   <li>{@code s3backed.test.s3.endpoint}, {@code s3backed.test.dynamodb.endpoint}: a URI, or {@code aws} for AWS itself.
 *       Where one is missing, the embedded server takes its place.
 *   <li>{@code s3backed.test.region}: us-east-1 if not given
 *   <li>{@code s3backed.test.accessKey}, {@code s3backed.test.secretKey}: the SDK's default chain if not given
 *   <li>{@code s3backed.test.bucket}: a bucket to use; if not given, each test class makes one and removes it
 * </ul>
 */
final class ExternalServers {

    private static final String PREFIX = "s3backed.test.";
    private static final String S3 = PREFIX + "s3.endpoint";
    private static final String DYNAMO_DB = PREFIX + "dynamodb.endpoint";

    private ExternalServers() {}

    static Optional<String> obstacle() {
        return System.getProperty(S3) == null && System.getProperty(DYNAMO_DB) == null
                ? Optional.of("neither " + S3 + " nor " + DYNAMO_DB + " is set")
                : Optional.empty();
    }

    static AwsTarget target() {
        String s3 = System.getProperty(S3);
        String dynamoDb = System.getProperty(DYNAMO_DB);
        return new AwsTarget(
                s3 == null ? EmbeddedServers.s3() : service(s3),
                dynamoDb == null ? EmbeddedServers.dynamoDb() : service(dynamoDb),
                Region.of(System.getProperty(PREFIX + "region", Region.US_EAST_1.id())),
                s3 == null ? null : System.getProperty(PREFIX + "bucket"));
    }

    private static AwsTarget.Service service(String endpoint) {
        @Nullable URI uri = endpoint.equals("aws") ? null : URI.create(endpoint);
        return new AwsTarget.Service(uri, credentials());
    }

    private static AwsCredentialsProvider credentials() {
        String accessKey = System.getProperty(PREFIX + "accessKey");
        String secretKey = System.getProperty(PREFIX + "secretKey");
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }
}
