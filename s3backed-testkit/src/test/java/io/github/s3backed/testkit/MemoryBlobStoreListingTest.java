package io.github.s3backed.testkit;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.spi.ListableBlobStore;

class MemoryBlobStoreListingTest extends ListableBlobStoreContract {

    private final ListableBlobStore store = MemoryBlobStore.create("test");

    @Override
    protected ListableBlobStore store() {
        return store;
    }
}
