package io.github.s3backed.dynamodb;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.testkit.HttpFaults;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Wrapped clients for the rows of the matrix: each row has its own, so that its faults hit no other, over shared connections. */
final class MatrixClients implements AutoCloseable {

    private static final Duration BACK_OFF = Duration.ofMillis(1);

    private final AwsBackend aws;
    private final String table;
    private final String logicalName;
    private final SdkHttpClient http =
            Apache5HttpClient.builder().maxConnections(500).build();
    private final SdkAsyncHttpClient asyncHttp =
            NettyNioAsyncHttpClient.builder().maxConcurrency(500).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "matrix-store");
        thread.setDaemon(true);
        return thread;
    });

    MatrixClients(AwsBackend aws, String table, String logicalName) {
        this.aws = aws;
        this.table = table;
        this.logicalName = logicalName;
    }

    /** Clients that try three times, without much of a pause. */
    One open(Door door, HttpFaults.Plan dynamoDb, HttpFaults.Plan s3) {
        HttpFaults dynamoDbFaults = HttpFaults.of(dynamoDb);
        HttpFaults s3Faults = HttpFaults.of(s3);
        return door == Door.BLOCKING ? blocking(dynamoDbFaults, s3Faults) : async(dynamoDbFaults, s3Faults);
    }

    private One blocking(HttpFaults dynamoDb, HttpFaults s3) {
        S3Client objects = settings(aws.s3Builder()).httpClient(s3.around(http)).build();
        Settled store = new Settled(S3BlobStore.builder()
                .client(objects)
                .bucket(aws.bucket())
                .executor(threads)
                .build());
        S3BackedDynamoDb s3backed = s3backed(store);
        return new One(
                Door.over(s3backed.wrap(settings(aws.dynamoDbBuilder())
                        .httpClient(dynamoDb.around(http))
                        .build())),
                store,
                s3backed,
                objects);
    }

    private One async(HttpFaults dynamoDb, HttpFaults s3) {
        S3AsyncClient objects =
                settings(aws.s3AsyncBuilder()).httpClient(s3.around(asyncHttp)).build();
        Settled store = new Settled(S3BlobStore.builder()
                .client(objects)
                .bucket(aws.bucket())
                .executor(threads)
                .build());
        S3BackedDynamoDb s3backed = s3backed(store);
        return new One(
                Door.over(s3backed.wrap(settings(aws.dynamoDbAsyncBuilder())
                        .httpClient(dynamoDb.around(asyncHttp))
                        .build())),
                store,
                s3backed,
                objects);
    }

    private static <B extends AwsClientBuilder<B, ?>> B settings(B builder) {
        BackoffStrategy soon = BackoffStrategy.fixedDelayWithoutJitter(BACK_OFF);
        return builder.overrideConfiguration(
                all -> all.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(3)
                        .backoffStrategy(soon)
                        .throttlingBackoffStrategy(soon)
                        .circuitBreakerEnabled(false)
                        .build()));
    }

    private S3BackedDynamoDb s3backed(BlobStore store) {
        return S3BackedDynamoDb.builder()
                .blobStore(store)
                .threshold(0)
                .listener(event -> {})
                .table(S3BackedTable.builder(table)
                        .partitionKey("id")
                        .logicalName(logicalName)
                        .attribute(S3BackedAttribute.text("body").build())
                        .attribute(S3BackedAttribute.binary("image").build())
                        .build())
                .build();
    }

    @Override
    public void close() {
        http.close();
        asyncHttp.close();
        threads.shutdownNow();
    }

    /** The clients of one row. */
    record One(Door.Client client, Settled store, S3BackedDynamoDb s3backed, SdkAutoCloseable objects)
            implements AutoCloseable {

        @Override
        public void close() {
            client.close();
            s3backed.close();
            objects.close();
        }
    }

    /**
     * A store that can be waited for, since what a caller has cancelled may go on behind its back. It keeps no registry, which
     * only costs time here.
     */
    static final class Settled implements BlobStore {

        private static final String REGISTRY = "s3backed/.registry/";

        private final BlobStore store;
        private final Phaser operations = new Phaser(1);

        Settled(BlobStore store) {
            this.store = store;
        }

        /** Waits until nothing is under way. */
        void await() {
            operations.arriveAndAwaitAdvance();
        }

        private <T> CompletionStage<T> noted(Supplier<CompletionStage<T>> operation) {
            operations.register();
            CompletionStage<T> begun = operation.get();
            begun.whenComplete((value, failure) -> operations.arriveAndDeregister());
            return begun;
        }

        @Override
        public BlobLocation location() {
            return store.location();
        }

        @Override
        public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
            return key.startsWith(REGISTRY)
                    ? CompletableFuture.completedFuture(PutResult.STORED)
                    : noted(() -> store.put(key, content, metadata, mode));
        }

        @Override
        public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
            return noted(() -> store.get(key, reader));
        }

        @Override
        public CompletionStage<Optional<BlobInfo>> head(String key) {
            return noted(() -> store.head(key));
        }

        @Override
        public CompletionStage<Void> delete(String key) {
            return noted(() -> store.delete(key));
        }
    }
}
