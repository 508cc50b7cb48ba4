package io.github.s3backed.examples;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.StorePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder, in which everything stays that is not deleted with its item. */
final class FolderDestination implements Destination {

    private final Path folder;
    private final FileBlobStore store;
    private final String run;

    private FolderDestination(Path folder, FileBlobStore store, String run) {
        this.folder = folder;
        this.store = store;
        this.run = run;
    }

    /**
     * A folder, which is made if it is not there.
     *
     * @param run a name for this run, which its keys begin with
     */
    static Destination open(Path folder, String run) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            return new FolderDestination(absolute, FileBlobStore.create(absolute), run);
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
        return KeyTemplate.of(run + "/{table}/{item}/{attribute}/{fingerprint}-{writeId}");
    }

    @Override
    public SortedSet<String> payloads() {
        return filesUnder(run + "/");
    }

    @Override
    public SortedSet<String> registry() {
        SortedSet<String> names = filesUnder(REGISTRY);
        names.removeIf(name -> !name.equals(nameOf(StorePolicy.KEY)) && !name.contains(run));
        return names;
    }

    /** The files below the folder in which keys with this beginning are, which ends in a slash. */
    private SortedSet<String> filesUnder(String prefix) {
        Path parent = store.fileOf(prefix + "x").getParent();
        if (!Files.exists(parent)) {
            return new TreeSet<>();
        }
        try (Stream<Path> found = Files.walk(parent)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of its file within the folder. */
    @Override
    public String nameOf(String key) {
        return folder.relativize(store.fileOf(key)).toString();
    }

    @Override
    public boolean stays() {
        return true;
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
