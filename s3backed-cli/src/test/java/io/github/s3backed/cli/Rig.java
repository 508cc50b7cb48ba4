package io.github.s3backed.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.Registration;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/** An application with a table and a bucket, the registration that it has exported, and the command line that reads it. */
final class Rig implements AutoCloseable {

    final String table = "articles-" + UUID.randomUUID();
    final String bucket = "cli-" + UUID.randomUUID();
    final S3Client s3;
    final DynamoDbClient dynamoDb;
    final S3BackedDynamoDb s3backed;
    final DynamoDbClient wrapped;
    final Path registration;
    private final List<String> connection;

    Rig(AwsBackend aws, Path folder) {
        this(aws.s3Builder().build(), aws.dynamoDbBuilder(), folder);
    }

    /** With the credentials of S3 for both: the command line has one chain, and DynamoDB Local takes any. */
    Rig(S3Client s3, software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder dynamoDb, Path folder) {
        this.s3 = s3;
        var credentials = s3.serviceClientConfiguration().credentialsProvider();
        this.dynamoDb = dynamoDb.credentialsProvider(credentials).build();
        AwsCredentials resolved = (AwsCredentials) credentials.resolveIdentity().join();
        System.setProperty("aws.accessKeyId", resolved.accessKeyId());
        System.setProperty("aws.secretAccessKey", resolved.secretAccessKey());
        s3.createBucket(request -> request.bucket(bucket));
        createTable(table);
        this.s3backed = S3BackedDynamoDb.builder()
                .blobStore(S3BlobStore.create(s3, bucket))
                .threshold(40)
                .table(S3BackedTable.builder(table)
                        .partitionKey("id")
                        .globalTable(false)
                        .attribute(S3BackedAttribute.text("body").build())
                        .attribute(S3BackedAttribute.json("meta").build())
                        .attribute(S3BackedAttribute.streamed("film").build())
                        .build())
                .build();
        this.wrapped = s3backed.wrap(this.dynamoDb);
        this.registration = folder.resolve("registration.json");
        export(registration, UnaryOperator.identity());
        this.connection = List.of(
                "--registration",
                registration.toString(),
                "--region",
                this.dynamoDb.serviceClientConfiguration().region().id(),
                "--endpoint-dynamodb",
                this.dynamoDb
                        .serviceClientConfiguration()
                        .endpointOverride()
                        .orElseThrow()
                        .toString(),
                "--endpoint-s3",
                s3.serviceClientConfiguration().endpointOverride().orElseThrow().toString(),
                "--path-style");
    }

    void createTable(String name) {
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)));
    }

    /** As an application does: with a JSON library that it has. */
    void export(Path file, UnaryOperator<Registration> change) {
        try {
            new ObjectMapper().writeValue(file.toFile(), change.apply(s3backed.registration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes an item and returns the reference that it holds. */
    Reference write(String id, String body) {
        wrapped.putItem(request -> request.tableName(table)
                .item(Map.of("id", AttributeValue.fromS(id), "body", AttributeValue.fromS(body))));
        return reference(id, "body");
    }

    Reference reference(String id, String attribute) {
        return Reference.parse(raw(id).get(attribute).s());
    }

    Map<String, AttributeValue> raw(String id) {
        return dynamoDb.getItem(request -> request.tableName(table)
                        .key(Map.of("id", AttributeValue.fromS(id)))
                        .consistentRead(true))
                .item();
    }

    List<String> objects() {
        return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .filter(key -> !key.startsWith("s3backed/.registry/"))
                .toList();
    }

    Run run(String command, String... args) {
        return Run.of(arguments(command, args));
    }

    String[] arguments(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(connection);
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        s3backed.close();
        dynamoDb.close();
        s3.close();
    }
}
