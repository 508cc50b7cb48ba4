package io.github.s3backed.test.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class OnDiskS3ServerTest {

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(S3Server.CREDENTIALS))
                .build();
    }

    @Test
    void keepsWhatItHoldsInItsFolder(@TempDir Path folder) throws Exception {
        try (OnDiskS3Server server = OnDiskS3Server.start(folder);
                S3Client s3 = client(server.endpoint())) {
            s3.createBucket(request -> request.bucket("bucket"));
            s3.putObject(request -> request.bucket("bucket").key("a/b"), RequestBody.fromString("0123456789"));
        }
        try (OnDiskS3Server server = OnDiskS3Server.start(folder);
                S3Client s3 = client(server.endpoint())) {
            assertThat(s3.getObjectAsBytes(request ->
                                    request.bucket("bucket").key("a/b").range("bytes=4-"))
                            .asUtf8String())
                    .isEqualTo("456789");
        }
    }
}
