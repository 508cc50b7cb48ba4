package io.github.s3backed.core;

import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** The content coding {@code gzip} (RFC 1952), which every HTTP client and command line reads. The default. */
public final class GzipCompressor implements Compressor {

    private final int level;
    private final @Nullable Executor threads;

    /** The deflater's default level. */
    public GzipCompressor() {
        this(Deflater.DEFAULT_COMPRESSION, null);
    }

    private GzipCompressor(int level, @Nullable Executor threads) {
        this.level = level;
        this.threads = threads;
    }

    /**
     * A compressor of another level. Objects written with any level are read by every instance.
     *
     * @param level 1 (fastest) to 9 (smallest)
     */
    public static GzipCompressor withLevel(int level) {
        if (level < Deflater.BEST_SPEED || level > Deflater.BEST_COMPRESSION) {
            throw new IllegalArgumentException("A gzip level is 1 to 9, but was: " + level);
        }
        return new GzipCompressor(level, null);
    }

    /** As {@link #inParallel(Executor)}, on the common pool. */
    public GzipCompressor inParallel() {
        return inParallel(ForkJoinPool.commonPool());
    }

    /**
     * A compressor of the same level which compresses large payloads on several threads. A payload of up to 1 MiB becomes what it becomes without
     * this; of a larger one, each further MiB is a member of its own (RFC 1952, section 2.2), which every reader of gzip reads, and costs less than a
     * hundredth more room. It takes as much CPU time as without this, and less time where cores are free: for services that write large payloads now
     * and then, and wait for them. A stream holds twice as many MiB as there are processors, at most, and what they have become.
     *
     * @param threads what is handed over to them does not wait for anything. Where they are busy, or take no more, the thread that writes
     *     the payload compresses by itself
     */
    public GzipCompressor inParallel(Executor threads) {
        return new GzipCompressor(level, Objects.requireNonNull(threads, "threads"));
    }

    @Override
    public String id() {
        return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
        return threads == null
                ? new LeveledGzipOutputStream(out, level)
                : new ParallelGzipOutputStream(
                        out, level, threads, 2 * Runtime.getRuntime().availableProcessors() - 1);
    }

    /** {@inheritDoc} Reads several members as one (RFC 1952, section 2.2). */
    @Override
    public InputStream decompress(InputStream in) {
        return new GzipDecoder(in);
    }
}
