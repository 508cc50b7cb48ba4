package io.github.s3backed.test.s3mock;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.testkit.BlobStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class AsyncS3BlobStoreTest extends BlobStoreContract {

    private static final S3AsyncClient CLIENT = S3MockServer.async();

    private final BlobStore store = S3BlobStore.create(CLIENT, S3MockServer.BUCKET);

    @AfterEach
    void closeStore() {
        store.close();
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    /** It looks whether there is an object first, and stores it then. */
    @Override
    protected boolean putsIfAbsentAtomically() {
        return false;
    }

    /** Its Tomcat refuses them. */
    @Override
    protected boolean takesBackslashes() {
        return false;
    }

    /** An upload that is aborted takes the object along that has its key. */
    @Override
    protected boolean keepsObjectsBesideUnfinishedUploads() {
        return false;
    }

    /** It was seen to answer with the body of one put and the checksum of another. */
    @Override
    protected boolean overwritesAtomically() {
        return false;
    }
}
