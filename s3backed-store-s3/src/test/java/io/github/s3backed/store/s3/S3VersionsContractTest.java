package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobVersion;
import io.github.s3backed.core.spi.VersionedBlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.VersionedBlobStoreContract;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** Over the client that blocks; {@link S3VersionsAsyncContractTest} is over the other. */
@AwsTest
class S3VersionsContractTest extends VersionedBlobStoreContract {

    private final S3Client s3;
    private final String bucket = "s3backed-versions-" + UUID.randomUUID();
    private final S3BlobStore store;

    S3VersionsContractTest(AwsBackend aws) {
        this.s3 = aws.s3();
        this.store = open(aws, bucket);
    }

    @BeforeEach
    void makeBucket() {
        s3.createBucket(request -> request.bucket(bucket));
        s3.putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }

    S3BlobStore open(AwsBackend from, String bucket) {
        return S3BlobStore.create(from.s3(), bucket);
    }

    @Override
    protected VersionedBlobStore store() {
        return store;
    }

    @AfterEach
    void removeBucket() {
        // Always the first page: what comes after one whose objects are gone is not the same everywhere.
        List<BlobVersion> page = firstPage();
        while (!page.isEmpty()) {
            store.deleteVersions(page).toCompletableFuture().join();
            page = firstPage();
        }
        s3.deleteBucket(request -> request.bucket(bucket));
        store.close();
    }

    private List<BlobVersion> firstPage() {
        return store.listVersions("", null).toCompletableFuture().join().entries();
    }
}
