package io.github.s3backed.sweeper;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that remembers a sweep, so that the next process goes on where one was killed:
 *
 * <ul>
 *   <li>{@code sweep}: the settings and the cut-off, written first;
 *   <li>{@code segment-N}: the marks of each segment, and where it goes on;
 *   <li>{@code marks}: the marks of all, sorted, written when all segments are finished;
 *   <li>{@code candidates} and {@code listing}: what is to be deleted, and what was counted, written when all is listed;
 *   <li>{@code deleted}: which batches are done.
 * </ul>
 *
 * <p>What a file with an ending in {@code .part} holds is not complete, and made anew.
 */
final class SweepState implements Closeable {

    private static final String PART = ".part";
    private static final String LOCK = "lock";
    private static final int FORMAT = 1;

    private final Path folder;
    private final FileChannel lockFile;
    private boolean resumed;
    private @Nullable Instant cutOff;

    private SweepState(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes a folder, which is made if it is not there.
     *
     * @throws SweepFailedException if another process uses it
     */
    static SweepState open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new SweepFailedException(
                    "The state folder " + folder + " is in use by another sweep. Wait for it, or give another folder.",
                    null);
        }
        return new SweepState(folder, file);
    }

    // It is released when the file is closed, and by the operating system when the process dies.
    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /**
     * Goes on with the sweep that the folder remembers if it had the same settings, and else forgets it and begins one.
     *
     * @param settings whatever must be equal for a sweep to be the same
     * @param freshCutOff of a sweep that begins now
     */
    void begin(String settings, Instant freshCutOff) throws IOException {
        Path header = folder.resolve("sweep");
        if (Files.exists(header)) {
            Journal.read(header, body -> {
                if (body.readInt() == FORMAT && body.readUTF().equals(settings)) {
                    cutOff = Instant.ofEpochSecond(body.readLong(), body.readInt());
                }
            });
        }
        resumed = cutOff != null;
        if (!resumed) {
            clear();
            cutOff = freshCutOff;
            write("sweep", out -> {
                out.writeInt(FORMAT);
                out.writeUTF(settings);
                out.writeLong(freshCutOff.getEpochSecond());
                out.writeInt(freshCutOff.getNano());
            });
        }
    }

    /** Whether a sweep goes on that another process began. */
    boolean resumed() {
        return resumed;
    }

    /** What was stored after it is too young. */
    Instant cutOff() {
        if (cutOff == null) {
            throw new IllegalStateException("begin comes first.");
        }
        return cutOff;
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** A new file that {@link #complete} gives its name. */
    Path part(String name) throws IOException {
        Path part = folder.resolve(name + PART);
        Files.deleteIfExists(part);
        return part;
    }

    void complete(String name) throws IOException {
        Path part = folder.resolve(name + PART);
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        try {
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("The state folder must be on a file system that renames a file in one step.", e);
        }
    }

    /** Writes a file of one record, whole or not at all. */
    void write(String name, Journal.Writer record) throws IOException {
        try (Journal journal = Journal.open(part(name), body -> {})) {
            journal.append(record);
        }
        complete(name);
    }

    /** Forgets the sweep. */
    void clear() throws IOException {
        // The header goes first: without it the rest is not gone on with.
        Files.deleteIfExists(folder.resolve("sweep"));
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("segment-\\d+|run-\\d+|(sweep|marks|candidates|listing|deleted)(\\.part)?"))
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
