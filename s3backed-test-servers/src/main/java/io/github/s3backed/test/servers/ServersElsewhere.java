package io.github.s3backed.test.servers;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * DynamoDB Local and S3Proxy, both in memory, in a process of their own: so that memory, threads and connections of clients can be
 * told from theirs, and several processes share them. Closing it ends that process.
 */
public final class ServersElsewhere implements AutoCloseable {

    private final String address;
    private final @Nullable JavaChild process;

    private ServersElsewhere(String address, @Nullable JavaChild process) {
        this.address = address;
        this.process = process;
    }

    /**
     * Starts the servers, which takes some seconds.
     *
     * @param heap how much memory they may take, as {@code -Xmx} takes it
     */
    public static ServersElsewhere start(String heap) throws IOException {
        JavaChild process = JavaChild.start(List.of("-Xmx" + heap), ServersProcess.class, List.of());
        String line = process.readLine();
        if (line == null) {
            process.close();
            throw new IOException("The servers ended before they had begun.");
        }
        return new ServersElsewhere(line, process);
    }

    /** Servers that another process has started, and ends. */
    public static ServersElsewhere at(String address) {
        return new ServersElsewhere(address, null);
    }

    /** Where they are, in one word, for other processes. */
    public String address() {
        return address;
    }

    /** The ports on which the servers listen. */
    public List<Integer> ports() {
        return List.of(s3Endpoint().getPort(), dynamoDbEndpoint().getPort());
    }

    private String part(int index) {
        return address.split(",")[index];
    }

    private URI s3Endpoint() {
        return URI.create(part(0));
    }

    private URI dynamoDbEndpoint() {
        return URI.create(part(1));
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public S3ClientBuilder s3Builder() {
        return onS3(S3Client.builder()).forcePathStyle(true);
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public S3AsyncClientBuilder s3AsyncBuilder() {
        return onS3(S3AsyncClient.builder()).forcePathStyle(true);
    }

    private <B extends AwsClientBuilder<B, ?>> B onS3(B builder) {
        return builder.endpointOverride(s3Endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(S3Server.CREDENTIALS));
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public DynamoDbClientBuilder dynamoDbBuilder() {
        return onDynamoDb(DynamoDbClient.builder());
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public DynamoDbAsyncClientBuilder dynamoDbAsyncBuilder() {
        return onDynamoDb(DynamoDbAsyncClient.builder());
    }

    private <B extends AwsClientBuilder<B, ?>> B onDynamoDb(B builder) {
        return builder.endpointOverride(dynamoDbEndpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(part(2), "secret")));
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
