package io.github.s3backed.examples;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder, in which everything stays. */
final class FolderDestination implements Destination {

    private final Path folder;
    private final FileBlobStore store;

    private FolderDestination(Path folder, FileBlobStore store) {
        this.folder = folder;
        this.store = store;
    }

    static Destination open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            return new FolderDestination(absolute, FileBlobStore.create(absolute));
        } catch (BlobStoreException | NullPointerException | IllegalArgumentException e) {
            throw new UserException("Cannot keep anything in " + absolute, e);
        }
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public KeyTemplate keyTemplate() {
        return KeyTemplate.PYNAMODB_MATE;
    }

    @Override
    public List<String> describe(String key) {
        BlobInfo info = store.head(key).toCompletableFuture().join().orElseThrow();
        BlobMetadata metadata = info.metadata();
        List<String> lines = new ArrayList<>();
        lines.add("File: " + store.fileOf(key));
        lines.add("Content-Type: " + metadata.contentType());
        lines.add("Content-Encoding: " + metadata.contentEncoding());
        lines.add("Content-Length: " + info.length());
        metadata.userMetadata().forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }

    @Override
    public String holder() {
        return "as the folder holds it";
    }

    @Override
    public String fate() {
        return "The objects stay in " + folder + ". The table was in memory and is gone.";
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "the folder " + folder;
    }
}
