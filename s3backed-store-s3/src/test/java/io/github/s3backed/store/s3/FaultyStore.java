package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A store behind faults, with its client, and how its stages are waited for. */
final class FaultyStore implements AutoCloseable {

    static final BlobMetadata METADATA = new BlobMetadata("text/plain", "gzip", Map.of("s3backed-format", "1"));

    private final FaultyClients faults;
    private final SdkAutoCloseable client;
    private final S3BlobStore store;

    FaultyStore(Door door, AwsBackend aws, FaultyClients faults, UnaryOperator<S3BlobStore.Builder> settings) {
        this.faults = faults;
        this.client = door.client(aws, faults);
        S3BlobStore.Builder builder = S3BlobStore.builder().bucket(aws.bucket());
        if (client instanceof S3Client blocking) {
            builder.client(blocking);
        } else {
            builder.client((S3AsyncClient) client);
        }
        this.store = settings.apply(builder).build();
    }

    S3BlobStore store() {
        return store;
    }

    List<SdkHttpRequest> requests() {
        return faults.requests();
    }

    PutResult put(String key, byte[] body, PutMode mode) {
        return join(store.put(key, BlobContent.of(body), METADATA, mode));
    }

    byte[] read(String key) {
        return join(store.get(key, (info, body) -> body.readAllBytes()));
    }

    static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    static Throwable failureOf(CompletionStage<?> stage) {
        try {
            throw new AssertionError("The stage should have failed, but completed with: " + join(stage));
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    @Override
    public void close() {
        store.close();
        client.close();
    }
}
