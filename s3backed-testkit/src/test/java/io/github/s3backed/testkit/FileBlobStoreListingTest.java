package io.github.s3backed.testkit;

import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.spi.ListableBlobStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreListingTest extends ListableBlobStoreContract {

    private ListableBlobStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = FileBlobStore.create(folder.resolve("bucket"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ListableBlobStore store() {
        return store;
    }
}
