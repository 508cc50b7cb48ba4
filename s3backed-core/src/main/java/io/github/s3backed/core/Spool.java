package io.github.s3backed.core;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Collects bytes that are to be read again, and digests them: in memory as long as they are few, then in a temporary file.
 * Only its owner can read the file, and where the system allows it the file loses its name as soon as it is open: even a process
 * that is killed then leaves nothing behind.
 *
 * <p>Beyond its limit it drops what it gets and says so, as {@link ChunkedBuffer} does.
 */
final class Spool extends OutputStream {

    private final Folder folder;
    private final long limit;
    private final MessageDigest digest = Fingerprint.sha256();
    private ChunkedBuffer memory;
    private @Nullable SpoolFile file;
    private long length;

    private Spool(Folder folder, long limit) {
        this.folder = folder;
        this.limit = limit;
        this.memory = new ChunkedBuffer(folder.memoryBytes());
    }

    /**
     * Where spools are kept.
     *
     * @param directory null for the system's folder for temporary files
     * @param memoryBytes up to how many bytes stay in memory
     */
    record Folder(@Nullable Path directory, int memoryBytes) {

        static final int DEFAULT_MEMORY = 256 * 1024;

        Spool newSpool(long limit) {
            return new Spool(this, limit);
        }

        SpoolFile newFile() throws IOException {
            // Both make a file that its owner alone can read, see java.nio.file.Files.
            Path path = directory == null
                    ? Files.createTempFile("s3backed-", ".spool")
                    : Files.createTempFile(directory, "s3backed-", ".spool");
            return SpoolFile.open(path);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
        length += count;
        if (overflowed()) {
            discard();
            return;
        }
        digest.update(source, offset, count);
        if (file == null && length > folder.memoryBytes()) {
            moveTo(folder.newFile());
        }
        if (file == null) {
            memory.write(source, offset, count);
        } else {
            file.append(source, offset, count);
        }
    }

    private void moveTo(SpoolFile target) throws IOException {
        file = target;
        for (ByteBuffer buffer : memory.content().buffers().orElseThrow()) {
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            target.append(chunk, 0, chunk.length);
        }
        memory = new ChunkedBuffer(0);
    }

    /** Whether more bytes came than the limit allows. What was collected is then gone. */
    boolean overflowed() {
        return length > limit;
    }

    /** How many bytes came. */
    long length() {
        return length;
    }

    /** The bytes so far, which now belong to the content. The spool must not be written to any more. */
    SpooledContent content() {
        String sha256 = Fingerprint.of(digest.digest()).hex();
        return file == null
                ? new SpooledContent(memory.content(), length, sha256, null)
                : new SpooledContent(null, length, sha256, file);
    }

    /** Frees what was collected, where it does not become content. */
    void discard() {
        if (file != null) {
            file.close();
        }
        memory = new ChunkedBuffer(0);
    }

    /** A file without a name, or one that goes with the process. Safe for use by many threads. */
    static final class SpoolFile implements Closeable {

        // No channel: an interrupt of one reader, such as by a client's time-out, would close it for all.
        private final RandomAccessFile file;
        private final @Nullable Path named;

        private SpoolFile(RandomAccessFile file, @Nullable Path named) {
            this.file = file;
            this.named = named;
        }

        static SpoolFile open(Path path) throws IOException {
            RandomAccessFile file;
            try {
                file = new RandomAccessFile(path.toFile(), "rw");
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
            try {
                Files.delete(path);
                return new SpoolFile(file, null);
            } catch (IOException e) {
                // Windows deletes no file that is open.
                path.toFile().deleteOnExit();
                return new SpoolFile(file, path);
            }
        }

        synchronized void append(byte[] source, int offset, int count) throws IOException {
            file.seek(file.length());
            file.write(source, offset, count);
        }

        /** As {@link java.io.InputStream#read(byte[], int, int)}, from a position. */
        synchronized int read(long position, byte[] target, int offset, int count) throws IOException {
            file.seek(position);
            return file.read(target, offset, count);
        }

        @Override
        public synchronized void close() {
            try {
                file.close();
                if (named != null) {
                    Files.deleteIfExists(named);
                }
            } catch (IOException e) {
                // Nothing is lost with it; what could not be deleted now is when the process ends.
            }
        }
    }
}
