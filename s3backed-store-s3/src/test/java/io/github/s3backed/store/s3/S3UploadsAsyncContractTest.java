package io.github.s3backed.store.s3;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;

@AwsTest
class S3UploadsAsyncContractTest extends S3UploadsContractTest {

    S3UploadsAsyncContractTest(AwsBackend aws) {
        super(aws);
    }

    @Override
    S3BlobStore open(AwsBackend from, String bucket) {
        return S3BlobStore.create(from.s3Async(), bucket);
    }
}
