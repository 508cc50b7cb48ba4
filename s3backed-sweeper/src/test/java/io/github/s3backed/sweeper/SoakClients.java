package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.ServersElsewhere;
import io.github.s3backed.testkit.HttpFaults;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Wrapped clients as a service has them, with the SDK's own settings, above connections that fail. */
final class SoakClients implements AutoCloseable {

    private static final int CONNECTIONS = 64;

    private final ServersElsewhere servers;
    private final HttpFaults onS3;
    private final HttpFaults onDynamoDb;
    private final List<SoakPlace> places;
    private final Deque<Runnable> resources = new ArrayDeque<>();

    SoakClients(ServersElsewhere servers, HttpFaults onS3, HttpFaults onDynamoDb, List<SoakPlace> places) {
        this.servers = servers;
        this.onS3 = onS3;
        this.onDynamoDb = onDynamoDb;
        this.places = places;
    }

    Map<SoakPlace, SoakDoor> blocking() {
        S3Client s3 = closed(servers.s3Builder()
                .httpClientBuilder(onS3.around(Apache5HttpClient.builder().maxConnections(CONNECTIONS)))
                .build());
        DynamoDbClient dynamoDb = closed(servers.dynamoDbBuilder()
                .httpClientBuilder(onDynamoDb.around(Apache5HttpClient.builder().maxConnections(CONNECTIONS)))
                .build());
        return doors(
                bucket -> S3BlobStore.create(s3, bucket), (s3backed, place) -> SoakDoor.over(s3backed.wrap(dynamoDb)));
    }

    Map<SoakPlace, SoakDoor> async() {
        S3AsyncClient s3 = closed(servers.s3AsyncBuilder()
                .httpClientBuilder(onS3.around(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS)))
                .build());
        DynamoDbAsyncClient dynamoDb = closed(servers.dynamoDbAsyncBuilder()
                .httpClientBuilder(
                        onDynamoDb.around(NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS)))
                .build());
        return doors(
                bucket -> S3BlobStore.create(s3, bucket), (s3backed, place) -> SoakDoor.over(s3backed.wrap(dynamoDb)));
    }

    private Map<SoakPlace, SoakDoor> doors(
            Function<String, S3BlobStore> stores, BiFunction<S3BackedDynamoDb, SoakPlace, SoakDoor> door) {
        Map<SoakPlace, SoakDoor> doors = new EnumMap<>(SoakPlace.class);
        places.forEach(place -> {
            S3BlobStore store = stores.apply(place.bucket());
            resources.push(store::close);
            S3BackedDynamoDb s3backed = place.open(SoakTime.faster(store));
            resources.push(s3backed::close);
            doors.put(place, door.apply(s3backed, place));
        });
        return doors;
    }

    private <C extends SdkAutoCloseable> C closed(C client) {
        resources.push(client::close);
        return client;
    }

    @Override
    public void close() {
        while (!resources.isEmpty()) {
            resources.pop().run();
        }
    }
}
