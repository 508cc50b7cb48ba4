package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Backend;
import io.github.s3backed.testkit.BlobStoreContract;
import org.junit.jupiter.api.AfterEach;

/** Over the client that blocks; {@link S3BlobStoreAsyncContractTest} is over the other. */
@AwsTest
class S3BlobStoreContractTest extends BlobStoreContract {

    private final AwsBackend aws;
    private final BlobStore store;

    S3BlobStoreContractTest(AwsBackend aws) {
        this.aws = aws;
        this.store = open(aws);
    }

    BlobStore open(AwsBackend from) {
        return S3BlobStore.create(from.s3(), from.bucket());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected boolean takesAwkwardKeys() {
        return aws.backend() != Backend.EMBEDDED;
    }

    @Override
    protected boolean reportsSha256OfCopies() {
        return aws.backend() != Backend.EMBEDDED;
    }

    @Override
    protected boolean takesDotLevels() {
        return aws.backend() != Backend.EMBEDDED;
    }
}
