package io.github.s3backed.examples;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * How a service is reached.
 *
 * @param endpoint null for that of AWS
 */
record Connection(@Nullable URI endpoint, Region region, AwsCredentialsProvider credentials) {

    private static final String AWS = "aws";

    /** A server in this process, which takes any region. */
    static Connection local(URI endpoint, AwsCredentialsProvider credentials) {
        return new Connection(endpoint, Region.US_EAST_1, credentials);
    }

    /** A service that somebody runs, with the credentials of the SDK's default chain. */
    static Connection remote(String endpoint, @Nullable String region) {
        @Nullable URI uri = endpoint.equals(AWS) ? null : parse(endpoint);
        return new Connection(
                uri,
                region == null ? defaultRegion(uri) : Region.of(region),
                DefaultCredentialsProvider.builder().build());
    }

    /** What the environment says; servers other than AWS's take any. */
    private static Region defaultRegion(@Nullable URI endpoint) {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            if (endpoint == null) {
                throw new UserException("The environment names no region of AWS. Give --region.");
            }
            return Region.US_EAST_1;
        }
    }

    private static URI parse(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for what is a URI of another kind.
        }
        throw new UserException(
                "An endpoint is 'aws', or a URI such as http://localhost:4566, and not " + endpoint + ".");
    }

    <B extends AwsClientBuilder<B, ?>> B configure(B builder) {
        builder.credentialsProvider(credentials).region(region);
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    @Override
    public String toString() {
        return endpoint == null ? "AWS" : endpoint.toString();
    }
}
