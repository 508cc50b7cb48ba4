package io.github.s3backed.test.s3mock;

import com.adobe.testing.s3mock.S3MockApplication;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;

/** One server for all tests of this process. It stops with it. */
// In process it is deprecated in favour of its container; here there may be no engine to run one.
@SuppressWarnings("deprecation")
final class S3MockServer {

    static final String HOST = "127.0.0.1";
    static final String BUCKET = "contract";

    private static final S3MockApplication SERVER = start();

    private S3MockServer() {}

    private static S3MockApplication start() {
        Map<String, Object> settings = new HashMap<>();
        // Otherwise it listens on every interface.
        settings.put("server.address", HOST);
        // Answers that nobody reads to their end would otherwise be waited for, for 30 seconds.
        settings.put("server.shutdown", "immediate");
        settings.put("spring.main.sources", LoopbackConnectors.class.getName());
        settings.put(S3MockApplication.PROP_HTTP_PORT, S3MockApplication.RANDOM_PORT);
        settings.put(S3MockApplication.PROP_HTTPS_PORT, S3MockApplication.RANDOM_PORT);
        settings.put(S3MockApplication.PROP_SILENT, true);
        settings.put("com.adobe.testing.s3mock.store.initial-buckets", BUCKET);
        return S3MockApplication.start(settings);
    }

    static IntStream ports() {
        return IntStream.of(SERVER.getPort(), SERVER.getHttpPort());
    }

    static S3Client blocking() {
        return configure(S3Client.builder()).build();
    }

    static S3AsyncClient async() {
        return configure(S3AsyncClient.builder()).build();
    }

    private static <B extends S3BaseClientBuilder<B, ?>> B configure(B builder) {
        return builder.endpointOverride(URI.create("http://" + HOST + ":" + SERVER.getHttpPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
    }
}
