package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link Spool} has collected. Closing it frees it; streams that are open then fail. */
final class SpooledContent implements BlobContent, Closeable {

    private static final int BUFFER = 64 * 1024;

    private final @Nullable BlobContent memory;
    private final long length;
    private final String sha256;
    private final Spool.@Nullable SpoolFile file;

    SpooledContent(@Nullable BlobContent memory, long length, String sha256, Spool.@Nullable SpoolFile file) {
        this.memory = memory;
        this.length = length;
        this.sha256 = sha256;
        this.file = file;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public InputStream open() throws IOException {
        return open(0);
    }

    @Override
    public InputStream open(long position) throws IOException {
        return memory == null ? new FileStream(Objects.requireNonNull(file), position) : memory.open(position);
    }

    @Override
    public Optional<String> sha256() {
        return Optional.of(sha256);
    }

    @Override
    public Optional<List<ByteBuffer>> buffers() {
        return memory == null ? Optional.empty() : memory.buffers();
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    /** One pass over a file that others read as well. */
    private static final class FileStream extends InputStream {

        private final Spool.SpoolFile file;
        private final byte[] buffer = new byte[BUFFER];
        private long position;
        private int next;
        private int end;

        FileStream(Spool.SpoolFile file, long position) {
            this.file = file;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            if (next == end && !fill()) {
                return -1;
            }
            return buffer[next++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (next == end && count >= BUFFER) {
                int n = file.read(position, target, offset, count);
                position += Math.max(n, 0);
                return n;
            }
            if (next == end && !fill()) {
                return -1;
            }
            int n = Math.min(count, end - next);
            System.arraycopy(buffer, next, target, offset, n);
            next += n;
            return n;
        }

        private boolean fill() throws IOException {
            next = 0;
            end = Math.max(0, file.read(position, buffer, 0, BUFFER));
            position += end;
            return end > 0;
        }
    }
}
