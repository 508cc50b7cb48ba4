package io.github.s3backed.sweeper;

import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A process that sweeps a folder, says before each step where it is, waits for a byte, and is killed by a test. */
final class SweepChild {

    private SweepChild() {}

    /** Starts one that works on {@code bucket}, with the same tables as {@code field}. */
    static Process start(Class<?> main, Field field, Path bucket) throws Exception {
        DynamoDbClient client = field.aws.dynamoDb();
        var configuration = client.serviceClientConfiguration();
        AwsCredentials credentials = (AwsCredentials)
                configuration.credentialsProvider().resolveIdentity().get();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        configuration.endpointOverride().orElseThrow().toString(),
                        configuration.region().id(),
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        field.table,
                        bucket.toString(),
                        field.folder.toString(),
                        field.log.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                        .endpointOverride(URI.create(args[0]))
                        .region(Region.of(args[1]))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(args[2], args[3])))
                        .build();
                FileBlobStore store = FileBlobStore.create(Path.of(args[5]));
                S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                        .blobStore(store)
                        .table(Field.tableNamed(args[4]))
                        .build()) {
            Sweeper.builder()
                    .store(store)
                    .tables(s3backed, client)
                    .stateFolder(Path.of(args[6]))
                    .deleteAndLogTo(Path.of(args[7]))
                    .segments(2)
                    .itemsPerPage(2)
                    .marksInMemory(10)
                    .steps(SweepChild::say)
                    .build()
                    .run();
        }
    }

    /** Goes on when it is told to. */
    static synchronized void say(String step) {
        System.out.println(step);
        System.out.flush();
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
