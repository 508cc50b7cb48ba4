package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.UnfinishedUploadStore;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.testkit.UnfinishedUploadStoreContract;
import org.junit.jupiter.api.AfterEach;

/** Over the client that blocks; {@link S3UploadsAsyncContractTest} is over the other. */
@AwsTest
class S3UploadsContractTest extends UnfinishedUploadStoreContract {

    private final AwsBackend aws;
    private final S3BlobStore store;

    S3UploadsContractTest(AwsBackend aws) {
        this.aws = aws;
        this.store = open(aws, aws.bucket());
    }

    S3BlobStore open(AwsBackend from, String bucket) {
        return S3BlobStore.create(from.s3(), bucket);
    }

    @Override
    protected UnfinishedUploadStore store() {
        return store;
    }

    @Override
    protected void begin(String key) {
        aws.s3().createMultipartUpload(request -> request.bucket(aws.bucket()).key(key));
    }

    @AfterEach
    void close() {
        aws.s3()
                .listMultipartUploads(request -> request.bucket(aws.bucket()))
                .uploads()
                .forEach(left -> aws.s3()
                        .abortMultipartUpload(request ->
                                request.bucket(aws.bucket()).key(left.key()).uploadId(left.uploadId())));
        store.close();
    }
}
