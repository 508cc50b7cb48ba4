package io.github.s3backed.store.s3;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;

@AwsTest
class S3ListingAsyncContractTest extends S3ListingContractTest {

    S3ListingAsyncContractTest(AwsBackend aws) {
        super(aws);
    }

    @Override
    S3BlobStore open(AwsBackend from, String bucket) {
        return S3BlobStore.create(from.s3Async(), bucket);
    }
}
