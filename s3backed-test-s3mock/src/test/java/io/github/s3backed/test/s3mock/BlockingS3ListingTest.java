package io.github.s3backed.test.s3mock;

import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.testkit.ListableBlobStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.S3Client;

class BlockingS3ListingTest extends ListableBlobStoreContract {

    private static final S3Client CLIENT = S3MockServer.blocking();

    private final S3BlobStore store = S3BlobStore.create(CLIENT, S3MockServer.BUCKET);

    @AfterEach
    void closeStore() {
        store.close();
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Override
    protected ListableBlobStore store() {
        return store;
    }
}
