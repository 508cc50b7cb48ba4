package io.github.s3backed.examples;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.S3Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket. Closing removes this run's objects, and the bucket if this run has made it. */
final class BucketDestination implements Destination {

    /** What says something about the connection and nothing about the object. */
    private static final Set<String> NOISE = Set.of("connection", "date", "server");

    private final @Nullable S3Server server;
    private final S3Client client;
    private final BlobStore store;
    private final String bucket;
    private final boolean made;
    private final String prefix;
    private final String where;

    private BucketDestination(
            @Nullable S3Server server, S3Client client, String bucket, boolean made, String prefix, String where) {
        this.server = server;
        this.client = client;
        this.store = S3BlobStore.create(client, bucket);
        this.bucket = bucket;
        this.made = made;
        this.prefix = prefix;
        this.where = where;
    }

    /** In the memory of this process. */
    static Destination local(String bucket, String prefix) {
        S3Server server = S3Server.start();
        S3Client client = client(Connection.local(server.endpoint(), server.credentials()));
        makeBucket(client, bucket);
        return new BucketDestination(server, client, bucket, true, prefix, "S3Proxy, in this process's memory");
    }

    /**
     * A service that somebody runs.
     *
     * @param bucket one that is there; null for one of this run's own, which is named {@code run}
     * @param run a name for this run, which its keys begin with
     */
    static Destination remote(Connection connection, @Nullable String bucket, String run) {
        try {
            S3Client client = client(connection);
            String name = bucket == null ? run : bucket;
            if (bucket == null) {
                makeBucket(client, name);
            } else {
                requireBucket(client, name);
            }
            return new BucketDestination(null, client, name, bucket == null, run, "S3 at " + connection);
        } catch (SdkException e) {
            throw new UserException("Cannot use S3 at " + connection, e);
        }
    }

    private static S3Client client(Connection connection) {
        return connection
                .configure(S3Client.builder())
                .forcePathStyle(connection.endpoint() != null)
                .build();
    }

    private static void makeBucket(S3Client client, String bucket) {
        try {
            client.createBucket(request -> request.bucket(bucket));
            client.waiter().waitUntilBucketExists(request -> request.bucket(bucket));
        } catch (SdkException e) {
            throw new UserException("Cannot make the bucket " + bucket, e);
        }
    }

    private static void requireBucket(S3Client client, String bucket) {
        try {
            client.headBucket(request -> request.bucket(bucket));
        } catch (NoSuchBucketException e) {
            throw new UserException("There is no bucket " + bucket
                    + ". Make it, or leave --bucket out: then one is made" + " and removed again.");
        } catch (S3Exception e) {
            throw new UserException("Cannot use the bucket " + bucket, e);
        }
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public KeyTemplate keyTemplate() {
        return KeyTemplate.of(prefix + "/{fingerprint}");
    }

    @Override
    public List<String> describe(String key) {
        List<String> lines = new ArrayList<>();
        var headers = new TreeMap<>(
                client.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED))
                        .sdkHttpResponse()
                        .headers());
        headers.forEach((name, values) -> {
            if (!NOISE.contains(name.toLowerCase(Locale.ROOT))) {
                lines.add(name + ": " + Text.join(values));
            }
        });
        return lines;
    }

    @Override
    public String holder() {
        return "as S3 returns it (HeadObject)";
    }

    @Override
    public String fate() {
        if (server != null) {
            return "Bucket and table were in memory and are gone. Keep the objects with --keep DIR.";
        }
        return made
                ? "Removing the table and the bucket " + bucket + "."
                : "Removing the table, and this run's objects from the bucket " + bucket + ".";
    }

    @Override
    public void close() {
        store.close();
        if (server != null) {
            client.close();
            server.close();
            return;
        }
        try (client) {
            removeObjects();
            if (made) {
                client.deleteBucket(request -> request.bucket(bucket));
            }
        }
    }

    /** On a bucket of somebody else's that has versioning, versions stay: they are its owner's decision. */
    private void removeObjects() {
        client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + "/")).contents().stream()
                .forEach(found ->
                        client.deleteObject(request -> request.bucket(bucket).key(found.key())));
    }

    @Override
    public String toString() {
        return where;
    }
}
