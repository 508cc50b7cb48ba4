package io.github.s3backed.test.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3CrtAsyncClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * S3 and DynamoDB for one test class: clients, a bucket and names of tables that nobody else uses. Closing it closes the
 * clients, and removes bucket and tables.
 *
 * <p>Every method aborts the test, so that it counts as skipped, if the backend cannot run here.
 */
public final class AwsBackend implements AutoCloseable {

    private final Backend backend;
    private final List<SdkAutoCloseable> clients = new ArrayList<>();
    private final List<String> tables = new CopyOnWriteArrayList<>();
    private @Nullable AwsTarget target;
    private @Nullable S3Client s3;
    private @Nullable S3AsyncClient s3Async;
    private @Nullable DynamoDbClient dynamoDb;
    private @Nullable DynamoDbAsyncClient dynamoDbAsync;
    private @Nullable DynamoDbStreamsClient dynamoDbStreams;
    private @Nullable String bucket;

    private AwsBackend(Backend backend) {
        this.backend = backend;
    }

    /** Starts nothing yet. */
    public static AwsBackend of(Backend backend) {
        return new AwsBackend(backend);
    }

    /** S3Proxy and DynamoDB Local, for tests of what no other backend can do, such as losing a response. */
    public static AwsBackend embedded() {
        return of(Backend.EMBEDDED);
    }

    /** Which one this is. */
    public Backend backend() {
        return backend;
    }

    /** Aborts the test if this backend cannot run here. */
    public void require() {
        backend.obstacle().ifPresent(why -> {
            throw new TestAbortedException(backend + ": " + why);
        });
    }

    private synchronized AwsTarget target() {
        require();
        if (target == null) {
            target = backend.target();
        }
        return target;
    }

    /** A client of this backend, closed with it. */
    public synchronized S3Client s3() {
        if (s3 == null) {
            s3 = closed(s3Builder().build());
        }
        return s3;
    }

    /** A client of this backend, closed with it. */
    public synchronized S3AsyncClient s3Async() {
        if (s3Async == null) {
            s3Async = closed(s3AsyncBuilder().build());
        }
        return s3Async;
    }

    /** A client of this backend, closed with it. */
    public synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) {
            dynamoDb = closed(dynamoDbBuilder().build());
        }
        return dynamoDb;
    }

    /** A client of this backend, closed with it. */
    public synchronized DynamoDbAsyncClient dynamoDbAsync() {
        if (dynamoDbAsync == null) {
            dynamoDbAsync = closed(dynamoDbAsyncBuilder().build());
        }
        return dynamoDbAsync;
    }

    /** A client of this backend, closed with it. */
    public synchronized DynamoDbStreamsClient dynamoDbStreams() {
        if (dynamoDbStreams == null) {
            dynamoDbStreams = closed(configure(DynamoDbStreamsClient.builder(), target().dynamoDb())
                    .build());
        }
        return dynamoDbStreams;
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public S3ClientBuilder s3Builder() {
        return configure(S3Client.builder(), target().s3())
                .forcePathStyle(target().s3().endpoint() != null);
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public S3AsyncClientBuilder s3AsyncBuilder() {
        return configure(S3AsyncClient.builder(), target().s3())
                .forcePathStyle(target().s3().endpoint() != null);
    }

    /** Signs URLs of this backend; whoever asks for one closes it. */
    public S3Presigner s3Presigner() {
        AwsTarget.Service s3 = target().s3();
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(target().region())
                .credentialsProvider(s3.credentials())
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(s3.endpoint() != null)
                        .build());
        return s3.endpoint() == null
                ? builder.build()
                : builder.endpointOverride(s3.endpoint()).build();
    }

    /** For clients in native code, which need {@code software.amazon.awssdk.crt:aws-crt}; whoever builds one closes it. */
    public S3CrtAsyncClientBuilder s3CrtBuilder() {
        AwsTarget.Service s3 = target().s3();
        S3CrtAsyncClientBuilder builder = S3AsyncClient.crtBuilder()
                .region(target().region())
                .credentialsProvider(s3.credentials())
                .forcePathStyle(s3.endpoint() != null);
        return s3.endpoint() == null ? builder : builder.endpointOverride(s3.endpoint());
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public DynamoDbClientBuilder dynamoDbBuilder() {
        return configure(DynamoDbClient.builder(), target().dynamoDb());
    }

    /** For clients with settings of their own; whoever builds one closes it. */
    public DynamoDbAsyncClientBuilder dynamoDbAsyncBuilder() {
        return configure(DynamoDbAsyncClient.builder(), target().dynamoDb());
    }

    private <B extends AwsClientBuilder<B, ?>> B configure(B builder, AwsTarget.Service service) {
        builder.region(target().region()).credentialsProvider(service.credentials());
        return service.endpoint() == null ? builder : builder.endpointOverride(service.endpoint());
    }

    private <C extends SdkAutoCloseable> C closed(C client) {
        clients.add(client);
        return client;
    }

    /** The name of a bucket that is there. It is this object's own, unless the environment says which one to use. */
    public synchronized String bucket() {
        if (bucket == null) {
            bucket = target().bucket();
        }
        if (bucket == null) {
            String name = "s3backed-test-" + UUID.randomUUID();
            s3().createBucket(request -> request.bucket(name));
            s3().waiter().waitUntilBucketExists(request -> request.bucket(name));
            bucket = name;
        }
        return bucket;
    }

    /** A name that no table has, beginning with {@code prefix}. The table, if it comes to be, is removed on closing. */
    public String newTableName(String prefix) {
        require();
        String name = prefix + "-" + UUID.randomUUID();
        tables.add(name);
        return name;
    }

    @Override
    public void close() {
        if (dynamoDb != null) {
            tables.forEach(this::dropTable);
        }
        if (bucket != null) {
            removeBucket(bucket);
        }
        clients.forEach(SdkAutoCloseable::close);
    }

    private void dropTable(String table) {
        try {
            dynamoDb().deleteTable(request -> request.tableName(table));
        } catch (ResourceNotFoundException e) {
            // The test never made it, or has removed it.
        }
    }

    private void removeBucket(String name) {
        if (name.equals(target().bucket())) {
            return;
        }
        // Always the first page: what comes after one whose objects are gone is not the same everywhere.
        ListObjectVersionsResponse page = s3().listObjectVersions(request -> request.bucket(name));
        while (page.hasVersions() || page.hasDeleteMarkers()) {
            page.versions().forEach(found -> removeVersion(name, found.key(), found.versionId()));
            page.deleteMarkers().forEach(found -> removeVersion(name, found.key(), found.versionId()));
            page = s3().listObjectVersions(request -> request.bucket(name));
        }
        s3().deleteBucket(request -> request.bucket(name));
    }

    private void removeVersion(String name, String key, String version) {
        s3().deleteObject(request -> request.bucket(name).key(key).versionId(version));
    }

    /** How reports name the tests that run on it. */
    @Override
    public String toString() {
        return backend.toString();
    }
}
