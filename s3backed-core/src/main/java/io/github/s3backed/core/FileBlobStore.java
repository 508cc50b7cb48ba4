package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobBody;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobLocation;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.BlobReader;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.BlobStoreProvider;
import io.github.s3backed.core.spi.CopyingBlobStore;
import io.github.s3backed.core.spi.FailedDeletion;
import io.github.s3backed.core.spi.ListableBlobStore;
import io.github.s3backed.core.spi.ListedBlob;
import io.github.s3backed.core.spi.Listing;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.core.spi.PutResult;
import io.github.s3backed.core.spi.RangedBlobStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A blob store in a folder, for development and tests on one machine: one file per object, body first, so that other
 * programs open it. Safe for use by many threads and processes.
 *
 * <p>A put writes a temporary file, forces it to the device and then gives it its name in one step, so that a crash at
 * any moment leaves the former object or the new one, and at worst a temporary file in the folder {@code !tmp}. The
 * folder must be on a file system with hard links, on which {@link PutMode#IF_ABSENT} rests.
 */
public final class FileBlobStore implements RangedBlobStore, CopyingBlobStore, ListableBlobStore {

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 5;

    private final BlobLocation location;
    private final Path root;
    private final Path temporary;
    private final ExecutorService executor;

    private FileBlobStore(Path folder) throws IOException {
        Path name = folder.getFileName();
        if (name == null) {
            throw new IllegalArgumentException(
                    "The root of a file system cannot be a bucket, but was given: " + folder);
        }
        this.location = new BlobLocation("file", name.toString());
        this.root = Files.createDirectories(folder);
        this.temporary = Files.createDirectories(folder.resolve("!tmp"));
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "s3backed-file-store");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.executor = pool;
    }

    /**
     * A store in {@code folder}, which is made if it is not there. Its name is the bucket's: {@code /var/data/articles}
     * has the location {@code file://articles}, so that a folder that was moved still holds what references name.
     *
     * @throws IllegalArgumentException if the folder is the root of a file system, which has no name
     * @throws BlobStoreException if the folder cannot be made
     */
    public static FileBlobStore create(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            return new FileBlobStore(absolute);
        } catch (IOException e) {
            throw new BlobStoreException("The folder " + absolute + " cannot be made or written to.", e);
        }
    }

    @Override
    public BlobLocation location() {
        return location;
    }

    /** The file that holds, or would hold, an object. */
    public Path fileOf(String key) {
        BlobKeys.require(key);
        return FileNames.resolve(root, key);
    }

    @Override
    public CompletionStage<PutResult> put(String key, BlobContent content, BlobMetadata metadata, PutMode mode) {
        return submit(key, "put", () -> write(fileOf(key), content, metadata, mode));
    }

    private PutResult write(Path target, BlobContent content, BlobMetadata metadata, PutMode mode) throws IOException {
        Path written = Files.createTempFile(temporary, "put", null);
        try {
            BlobFile.write(written, content, metadata);
            return publish(written, target, mode);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Whether {@code source} is, or stands for, a store in a folder. */
    @Override
    public boolean copiesFrom(BlobStore source) {
        return source.as(FileBlobStore.class).isPresent();
    }

    @Override
    public CompletionStage<Void> copy(BlobStore source, String sourceKey, BlobInfo observed, String key) {
        return submit(key, "copy to", () -> {
            FileBlobStore from =
                    source.as(FileBlobStore.class).orElseThrow(() -> BlobKeys.foreign(source.location(), location));
            String tag = BlobKeys.requireObserved(observed);
            Path target = fileOf(key);
            try (BlobFile file = from.openFile(sourceKey)) {
                BlobKeys.requireTag(tag, file.info(), from.location, sourceKey);
                write(target, file.content(), observed.metadata(), PutMode.OVERWRITE);
            }
            return null;
        });
    }

    private PutResult publish(Path written, Path target, PutMode mode) throws IOException {
        Files.createDirectories(target.getParent());
        if (mode == PutMode.IF_ABSENT) {
            try {
                // Fails if the name is taken, in one step; a move could not.
                Files.createLink(target, written);
            } catch (FileAlreadyExistsException e) {
                return PutResult.EXISTS;
            }
        } else {
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path folder = target.getParent(); folder.startsWith(root); folder = folder.getParent()) {
            BlobFile.forceFolder(folder);
        }
        return PutResult.STORED;
    }

    @Override
    public <R> CompletionStage<R> get(String key, BlobReader<R> reader) {
        return submit(key, "get", () -> {
            try (BlobFile file = openFile(key)) {
                return file.read(reader);
            }
        });
    }

    @Override
    public CompletionStage<BlobBody> open(String key, long position, @Nullable String entityTag) {
        CompletableFuture<BlobBody> opened = new CompletableFuture<>();
        submit(key, "open", () -> openAt(key, position, entityTag)).whenComplete((body, failure) -> {
            if (failure != null) {
                opened.completeExceptionally(Stages.unwrap(failure));
            } else if (!opened.complete(body)) {
                BlobFile.closeUnread(body);
            }
        });
        return opened;
    }

    private BlobBody openAt(String key, long position, @Nullable String entityTag) throws IOException {
        BlobKeys.requireNotNegative(position);
        BlobFile file = openFile(key);
        try {
            BlobKeys.requireTag(entityTag, file.info(), location, key);
            BlobKeys.requirePosition(position, file.info(), location, key);
            return file.body(position);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private BlobFile openFile(String key) throws IOException {
        try {
            return BlobFile.open(fileOf(key));
        } catch (NoSuchFileException e) {
            throw BlobKeys.notFound(location, key, e);
        }
    }

    @Override
    public CompletionStage<Optional<BlobInfo>> head(String key) {
        return submit(key, "head", () -> {
            try (BlobFile file = BlobFile.open(fileOf(key))) {
                return Optional.of(file.info());
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    /** {@inheritDoc} Folders that become empty stay. */
    @Override
    public CompletionStage<Void> delete(String key) {
        return submit(key, "delete", () -> {
            Files.deleteIfExists(fileOf(key));
            return null;
        });
    }

    /** {@inheritDoc} Every page looks at all files. */
    @Override
    public CompletionStage<Listing<ListedBlob>> list(String prefix, @Nullable String continuation) {
        return submit(prefix, "list", () -> {
            Instant now = Instant.now();
            return ListingPages.page(keys(), prefix, continuation, now, this::listed);
        });
    }

    private List<String> keys() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.startsWith(temporary))
                    .map(file -> FileNames.keyOf(root, file))
                    .toList();
        }
    }

    private @Nullable ListedBlob listed(String key) {
        try (BlobFile file = BlobFile.open(fileOf(key))) {
            return new ListedBlob(key, file.info().length(), file.info().lastModified());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new BlobStoreException(
                    "The file store could not list " + location + "/" + key + ". Look at the file " + fileOf(key) + ".",
                    e);
        }
    }

    /** {@inheritDoc} Folders that become empty stay. */
    @Override
    public CompletionStage<List<FailedDeletion>> deleteAll(List<String> keys) {
        ListingPages.requireBatch(keys);
        return submit("", "delete from", () -> {
            List<FailedDeletion> failed = new ArrayList<>();
            for (String key : keys) {
                try {
                    Files.deleteIfExists(fileOf(key));
                } catch (IOException e) {
                    failed.add(new FailedDeletion(key, null, e.toString()));
                }
            }
            return List.copyOf(failed);
        });
    }

    private <T> CompletionStage<T> submit(String key, String operation, Callable<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> attempt(key, operation, work), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new BlobStoreException("The file store " + location + " is closed.", e));
        }
    }

    private <T> T attempt(String key, String operation, Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (BlobFile.ReaderFailure e) {
            throw new CompletionException(e.getCause());
        } catch (Exception e) {
            throw new BlobStoreException(
                    "The file store could not " + operation + " " + location + "/" + key + ". Look at the folder "
                            + root + ".",
                    e);
        }
    }

    /** Ends the store's threads when they have done what was asked for. */
    @Override
    public void close() {
        executor.shutdown();
    }

    /** Builds a store from {@code file:///absolute/path/of/bucket}. */
    public static final class Provider implements BlobStoreProvider {

        /** Called by {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public String scheme() {
            return "file";
        }

        @Override
        public BlobStore create(URI uri) {
            try {
                return FileBlobStore.create(Path.of(uri));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "A file store's URI is file:///absolute/path/of/bucket, but was: " + uri, e);
            }
        }
    }
}
