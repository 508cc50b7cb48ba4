package io.github.s3backed.testkit;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.BlobStore;

class MemoryBlobStoreTest extends BlobStoreContract {

    private final BlobStore store = MemoryBlobStore.create("test");

    @Override
    protected BlobStore store() {
        return store;
    }
}
