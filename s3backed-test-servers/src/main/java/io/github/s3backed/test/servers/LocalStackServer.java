package io.github.s3backed.test.servers;

import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** One container for all tests of this process; Testcontainers removes it when the process has ended. */
final class LocalStackServer {

    // The last that starts without a token; "latest" asks for one.
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");

    private static final LocalStackContainer CONTAINER = started();

    private LocalStackServer() {}

    private static LocalStackContainer started() {
        LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("s3", "dynamodb");
        container.start();
        return container;
    }

    static AwsTarget target() {
        AwsTarget.Service service = new AwsTarget.Service(
                CONTAINER.getEndpoint(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(CONTAINER.getAccessKey(), CONTAINER.getSecretKey())));
        return new AwsTarget(service, service, Region.of(CONTAINER.getRegion()), null);
    }
}
