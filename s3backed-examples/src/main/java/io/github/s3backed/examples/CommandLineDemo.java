package io.github.s3backed.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3backed.dynamodb.NativeValues;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.DynamoDbServer;
import io.github.s3backed.test.servers.OnDiskS3Server;
import io.github.s3backed.test.servers.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * DynamoDB Local and an S3 server with a table, its objects, and something wrong with some of them, to try the command line on. Writes
 * the registration and an environment for a shell into a folder, and runs until it is ended.
 */
final class CommandLineDemo {

    private static final String TABLE = "articles";
    private static final String BUCKET = "my-bucket";
    private static final int ITEMS = 2000;
    private static final int ORPHANS = 30;
    private static final int BEFORE = 25;
    private static final String MISSING = "a7";
    private static final String DAMAGED = "a8";
    private static final Duration OLD = Duration.ofDays(3);

    private final S3Client s3;
    private final DynamoDbClient dynamoDb;
    private final S3BackedDynamoDb s3backed;
    private final DynamoDbClient client;

    private CommandLineDemo(S3Client s3, DynamoDbClient dynamoDb) {
        this.s3 = s3;
        this.dynamoDb = dynamoDb;
        this.s3backed = S3BackedDynamoDb.builder()
                .blobStore(S3BlobStore.create(s3, BUCKET))
                .table(S3BackedTable.builder(TABLE)
                        .partitionKey("id")
                        .nativeValues(NativeValues.READ)
                        .globalTable(false)
                        .attribute(S3BackedAttribute.text("body").threshold(100).build())
                        .attribute(S3BackedAttribute.streamed("film").build())
                        .build())
                .build();
        this.client = s3backed.wrap(dynamoDb);
    }

    /** @param args a folder that is not there yet, and {@code --versions} for a bucket in memory that keeps versions */
    public static void main(String[] args) throws IOException, InterruptedException {
        LogManager.getLogManager().reset(); // Both servers would tell how they start.
        PrintStream out = System.out;
        // DynamoDB Local prints its settings, and has no option for not doing so.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Path folder = Files.createDirectory(Path.of(args[0]));
        boolean versions = List.of(args).contains("--versions");
        DynamoDbServer dynamoDb = DynamoDbServer.start();
        if (versions) {
            S3Server s3 = S3Server.start();
            demo(s3.endpoint(), s3.credentials(), dynamoDb, folder).prepareVersions();
        } else {
            OnDiskS3Server s3 = OnDiskS3Server.start(folder.resolve("s3"));
            demo(s3.endpoint(), s3.credentials(), dynamoDb, folder).prepareDefects(folder.resolve("s3"));
            Files.writeString(folder.resolve("a7.txt"), body(MISSING)); // A copy that somebody has.
        }
        out.println("Ready. In another shell:  . " + folder + "/environment");
        out.flush();
        Thread.currentThread().join();
    }

    private static CommandLineDemo demo(
            URI endpointS3, AwsCredentialsProvider credentials, DynamoDbServer dynamoDb, Path folder)
            throws IOException {
        CommandLineDemo demo = new CommandLineDemo(
                S3Client.builder()
                        .endpointOverride(endpointS3)
                        .credentialsProvider(credentials)
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .build(),
                DynamoDbClient.builder()
                        .endpointOverride(dynamoDb.endpoint())
                        .credentialsProvider(credentials)
                        .region(Region.US_EAST_1)
                        .build());
        demo.createTableAndBucket();
        new ObjectMapper().writeValue(folder.resolve("registration.json").toFile(), demo.s3backed.registration());
        AwsCredentials resolved = credentials.resolveCredentials();
        Files.writeString(
                folder.resolve("environment"),
                "export AWS_ACCESS_KEY_ID=" + resolved.accessKeyId()
                        + "\nexport AWS_SECRET_ACCESS_KEY=" + resolved.secretAccessKey()
                        + "\nexport AWS_REGION=us-east-1"
                        + "\nexport S3BACKED_REGISTRATION=" + folder + "/registration.json"
                        + "\nservers=\"--endpoint-dynamodb " + dynamoDb.endpoint() + " --endpoint-s3 " + endpointS3
                        + " --path-style\"\n");
        return demo;
    }

    private void createTableAndBucket() {
        s3.createBucket(request -> request.bucket(BUCKET));
        dynamoDb.createTable(request -> request.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build()));
    }

    private static String body(String id) {
        return ("Article " + id + ".\n" + "What is written here is long enough to live in S3. ".repeat(20)
                        + id.hashCode() + "\n")
                .repeat(5);
    }

    private void write(DynamoDbClient writer, String id) {
        writer.putItem(request -> request.tableName(TABLE)
                .item(Map.of("id", AttributeValue.fromS(id), "body", AttributeValue.fromS(body(id)))));
    }

    private String key(String id) {
        return dynamoDb.getItem(request -> request.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id))))
                .item()
                .get("body")
                .s()
                .substring(("s3://" + BUCKET + "/").length());
    }

    /** Many good items, some from before the attribute was S3-backed, orphans, a missing object and a damaged one; all of them old. */
    private void prepareDefects(Path s3Folder) throws IOException {
        for (int i = 0; i < ITEMS; i++) {
            write(client, "a" + i);
        }
        for (int i = 0; i < BEFORE; i++) {
            write(dynamoDb, "before" + i);
        }
        for (int i = 0; i < ORPHANS; i++) {
            String id = "gone" + i;
            write(client, id);
            // Nobody coordinates this.
            dynamoDb.deleteItem(request -> request.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id))));
        }
        Files.delete(s3Folder.resolve(BUCKET).resolve(key(MISSING)));
        Path damaged = s3Folder.resolve(BUCKET).resolve(key(DAMAGED));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        age(s3Folder.resolve(BUCKET));
    }

    private static void age(Path bucket) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(OLD));
        try (Stream<Path> files = Files.walk(bucket)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, then);
            }
        }
    }

    /** Items whose objects were deleted since, as after the table was restored from a backup. */
    private void prepareVersions() {
        s3.putBucketVersioning(request -> request.bucket(BUCKET)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        for (int i = 0; i < BEFORE; i++) {
            String id = "a" + i;
            write(client, id);
            if (i % 2 == 0) {
                String key = key(id);
                s3.deleteObject(request -> request.bucket(BUCKET).key(key));
            }
        }
    }
}
