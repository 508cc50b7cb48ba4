package io.github.s3backed.examples;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.StorePolicy;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.S3Server;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket. Closing removes what this run has put there, and the bucket if this run has made it. */
final class BucketDestination implements Destination {

    /** What says something about the connection and nothing about the object. */
    private static final Set<String> NOISE = Set.of("connection", "date", "server");

    private static final String LOCAL = "quickstart";

    private final @Nullable S3Server server;
    private final S3Client client;
    private final BlobStore store;
    private final String bucket;
    private final boolean made;
    private final boolean hadPolicy;
    private final String prefix;
    private final String run;
    private final String where;

    private BucketDestination(
            @Nullable S3Server server,
            S3Client client,
            String bucket,
            boolean made,
            String prefix,
            String run,
            String where) {
        this.server = server;
        this.client = client;
        this.store = S3BlobStore.create(client, bucket);
        this.bucket = bucket;
        this.made = made;
        this.hadPolicy = !made && list(StorePolicy.KEY).contains(StorePolicy.KEY);
        this.prefix = prefix;
        this.run = run;
        this.where = where;
    }

    /**
     * In the memory of this process.
     *
     * @param run a name for this run, which its table has
     */
    static Destination local(String run) {
        S3Server server = S3Server.start();
        S3Client client = client(Connection.local(server.endpoint(), server.credentials()));
        makeBucket(client, LOCAL);
        return new BucketDestination(server, client, LOCAL, true, "s3backed", run, "S3Proxy, in this process's memory");
    }

    /**
     * A service that somebody runs.
     *
     * @param bucket one that is there; null for one of this run's own, which is named {@code run}
     * @param run a name for this run, which its table has, and which its keys begin with
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
            return new BucketDestination(null, client, name, bucket == null, run, run, "S3 at " + connection);
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
        return KeyTemplate.of(prefix + "/{table}/{item}/{attribute}/{fingerprint}-{writeId}");
    }

    /** In a bucket of this run's own, everything that is no part of the registry. */
    @Override
    public SortedSet<String> payloads() {
        SortedSet<String> keys = list(made ? "" : prefix + "/");
        keys.removeIf(key -> key.startsWith(REGISTRY));
        return keys;
    }

    @Override
    public SortedSet<String> registry() {
        SortedSet<String> keys = list(REGISTRY);
        keys.removeIf(key -> !key.equals(StorePolicy.KEY) && !isOfThisRun(key));
        return keys;
    }

    /** Whether it says something of this run's table, whose name no other table has. */
    private boolean isOfThisRun(String registryKey) {
        return registryKey.contains("/" + run + "/");
    }

    private SortedSet<String> list(String keyPrefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(keyPrefix)).contents().stream()
                .map(S3Object::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String nameOf(String key) {
        return key;
    }

    @Override
    public boolean stays() {
        return false;
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
                : "Removing the table, and what this run has put there from the bucket " + bucket + ".";
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
            if (made) {
                delete(list(""));
                client.deleteBucket(request -> request.bucket(bucket));
            } else {
                leaveAsItWas();
            }
        }
    }

    /** On a bucket of somebody else's that has versioning, versions stay: they are its owner's decision. */
    private void leaveAsItWas() {
        delete(list(prefix + "/"));
        SortedSet<String> known = list(REGISTRY);
        delete(known.stream().filter(this::isOfThisRun).toList());
        known.removeIf(this::isOfThisRun);
        // With the table of somebody who came later, the policy is theirs as well.
        if (!hadPolicy && known.equals(Set.of(StorePolicy.KEY))) {
            delete(known);
        }
    }

    private void delete(Collection<String> keys) {
        keys.forEach(
                key -> client.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    @Override
    public String toString() {
        return where;
    }
}
