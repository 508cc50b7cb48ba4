package io.github.s3backed.store.s3;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** A store as a URI configures it. */
record S3StoreUri(
        String bucket, @Nullable String region, @Nullable String expectedBucketOwner) {

    private static final String REGION = "region";
    private static final String OWNER = "expectedBucketOwner";

    static S3StoreUri parse(URI uri) {
        String bucket = uri.getAuthority();
        if (bucket == null || !uri.getPath().isEmpty() || uri.getFragment() != null) {
            throw malformed(uri);
        }
        Map<String, String> parameters = parameters(uri);
        if (!Set.of(REGION, OWNER).containsAll(parameters.keySet())) {
            throw malformed(uri);
        }
        return new S3StoreUri(bucket, parameters.get(REGION), parameters.get(OWNER));
    }

    S3AsyncClient newClient() {
        S3AsyncClientBuilder client = S3AsyncClient.builder();
        if (region != null) {
            client.region(Region.of(region));
        }
        return client.build();
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = parameter.substring(0, Math.max(equals, 0));
            String value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
            if (value.isEmpty() || parameters.put(name, value) != null) {
                throw malformed(uri);
            }
        }
        return parameters;
    }

    private static IllegalArgumentException malformed(URI uri) {
        return new IllegalArgumentException(
                "An S3 store's URI is s3://my-bucket, s3://my-bucket?region=eu-central-1, or"
                        + " s3://my-bucket?region=eu-central-1&expectedBucketOwner=123456789012, but was: " + uri);
    }
}
