package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;

@AwsTest
class S3BlobStoreAsyncContractTest extends S3BlobStoreContractTest {

    S3BlobStoreAsyncContractTest(AwsBackend aws) {
        super(aws);
    }

    @Override
    BlobStore open(AwsBackend from) {
        return S3BlobStore.create(from.s3Async(), from.bucket());
    }
}
