package io.github.s3backed.compress.zstd;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The content coding {@code zstd} (RFC 8878): smaller than {@code gzip} and several times faster, for readers that have
 * it. Immutable and safe for use by many threads.
 *
 * <p>A frame that asks for a window above 8 MiB is refused, because the window is memory that the reader must set aside
 * (RFC 8878, section 3.1.1.1.2, recommends to support at least 8 MB). No level offered here writes such a frame; the
 * command line's {@code --long} and {@code --ultra} do. Dictionaries and the formats before RFC 8878 are refused as
 * well.
 *
 * <p>Frames carry no checksum of their own: the fingerprint in the reference covers the bytes.
 */
public final class ZstdCompressor implements Compressor {

    private static final int DEFAULT_LEVEL = 3;
    private static final int FASTEST = 1;
    // The last level whose window is within the reader's bound; level 20 writes 32 MiB.
    private static final int SMALLEST = 19;
    private static final int MAX_WINDOW_LOG = 23;

    private final int level;

    /** A compressor of level 3, the library's default. */
    public ZstdCompressor() {
        this(DEFAULT_LEVEL);
    }

    private ZstdCompressor(int level) {
        this.level = level;
    }

    /**
     * A compressor of another level. Objects written with any level are read by every instance.
     *
     * @param level 1 (fastest) to 19 (smallest)
     * @throws IllegalArgumentException if the level is another one
     */
    public static ZstdCompressor withLevel(int level) {
        if (level < FASTEST || level > SMALLEST) {
            throw new IllegalArgumentException("A zstd level is 1 to 19, but was: " + level);
        }
        return new ZstdCompressor(level);
    }

    @Override
    public String id() {
        return "zstd";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
        return new FrameOutputStream(new ZstdOutputStreamNoFinalizer(out, RecyclingBufferPool.INSTANCE, level), out);
    }

    /** {@inheritDoc} Reads several frames as one, and skips skippable ones (RFC 8878, sections 3 and 3.1.2). */
    @Override
    public InputStream decompress(InputStream in) throws IOException {
        ZstdInputStreamNoFinalizer frames =
                new ZstdInputStreamNoFinalizer(new NonEmptyInputStream(in), RecyclingBufferPool.INSTANCE);
        return frames.setLongMax(MAX_WINDOW_LOG);
    }
}
