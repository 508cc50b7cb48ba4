package io.github.s3backed.benchmarks;

import io.github.s3backed.test.servers.DynamoDbServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.AttributeMap;

/** The servers, and the SDK's clients that all lanes share. */
final class Bed implements AutoCloseable {

    static final String TABLE = "items";
    /** Whose objects are forgotten between rounds. */
    static final String PUTS = "puts";

    static final String GETS = "gets";
    static final int CONNECTIONS = 128;

    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));

    private final LeanS3Server s3Server;
    private final DynamoDbServer dynamoDbServer;
    private final Set<Thread> serverThreads;
    private final AtomicLong dynamoDbRequests = new AtomicLong();
    private final S3Client s3;
    private final S3AsyncClient s3Async;
    private final DynamoDbClient dynamoDb;
    private final DynamoDbAsyncClient dynamoDbAsync;

    private Bed(LeanS3Server s3Server) {
        this.s3Server = s3Server;
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        this.dynamoDbServer = DynamoDbServer.start();
        this.serverThreads = new HashSet<>(Thread.getAllStackTraces().keySet());
        this.serverThreads.removeAll(before);
        URI endpoint = s3Server.endpoint();
        this.s3 = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(
                        Apache5HttpClient.builder().maxConnections(CONNECTIONS).buildWithDefaults(https(s3Server)))
                .build();
        this.s3Async = S3AsyncClient.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(CONNECTIONS)
                        .connectionAcquisitionTimeout(Duration.ofMinutes(1))
                        .buildWithDefaults(https(s3Server)))
                .build();
        AwsCredentialsProvider account = dynamoDbServer.newCredentials();
        this.dynamoDb = DynamoDbClient.builder()
                .endpointOverride(dynamoDbServer.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(account)
                .httpClient(
                        Apache5HttpClient.builder().maxConnections(CONNECTIONS).build())
                .overrideConfiguration(counting())
                .build();
        this.dynamoDbAsync = DynamoDbAsyncClient.builder()
                .endpointOverride(dynamoDbServer.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(account)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS))
                .overrideConfiguration(counting())
                .build();
        createTable();
    }

    /**
     * Starts servers and clients.
     *
     * @param md5 whether the S3 server sends an MD5 behind bodies where it is asked to
     */
    static Bed start(boolean tls, boolean md5) {
        LeanS3Server server = tls ? LeanS3Server.startTls() : LeanS3Server.start();
        server.appendMd5(md5);
        return new Bed(server);
    }

    /** Nobody has signed the lean server's certificate. */
    private static AttributeMap https(LeanS3Server server) {
        return server.endpoint().getScheme().equals("https")
                ? AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                        .build()
                : AttributeMap.empty();
    }

    private ClientOverrideConfiguration counting() {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                        dynamoDbRequests.incrementAndGet();
                    }
                })
                .build();
    }

    private void createTable() {
        dynamoDb.createTable(table -> table.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("id", ScalarAttributeType.S), attribute("n", ScalarAttributeType.N))
                .keySchema(key("id", KeyType.HASH), key("n", KeyType.RANGE)));
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    LeanS3Server s3Server() {
        return s3Server;
    }

    S3Client s3() {
        return s3;
    }

    S3AsyncClient s3Async() {
        return s3Async;
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    DynamoDbAsyncClient dynamoDbAsync() {
        return dynamoDbAsync;
    }

    URI dynamoDbEndpoint() {
        return dynamoDbServer.endpoint();
    }

    AwsCredentialsProvider credentials() {
        return CREDENTIALS;
    }

    long dynamoDbRequests() {
        return dynamoDbRequests.get();
    }

    /** Counts what the clients use; the servers' threads do not count, those that came later among them. */
    Meter meter() {
        return new Meter(() -> {
            Set<Thread> servers = new HashSet<>(serverThreads);
            servers.addAll(s3Server.threads());
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("qtp"))
                    .forEach(servers::add);
            return servers;
        });
    }

    @Override
    public void close() {
        s3.close();
        s3Async.close();
        dynamoDb.close();
        dynamoDbAsync.close();
        dynamoDbServer.close();
        s3Server.close();
    }
}
