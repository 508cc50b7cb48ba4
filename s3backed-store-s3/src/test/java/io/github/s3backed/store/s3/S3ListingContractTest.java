package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.ListableBlobStoreContract;
import org.junit.jupiter.api.AfterEach;

/** Over the client that blocks; {@link S3ListingAsyncContractTest} is over the other. */
@AwsTest
class S3ListingContractTest extends ListableBlobStoreContract {

    private final S3BlobStore store;

    S3ListingContractTest(AwsBackend aws) {
        this.store = open(aws, aws.bucket());
    }

    S3BlobStore open(AwsBackend from, String bucket) {
        return S3BlobStore.create(from.s3(), bucket);
    }

    @Override
    protected ListableBlobStore store() {
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
