package io.github.s3backed.core;

import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The content coding {@code gzip} (RFC 1952), which every HTTP client and command line reads. The default. */
public final class GzipCompressor implements Compressor {

    private static final int BUFFER = 8 * 1024;

    private final int level;

    /** The deflater's default level. */
    public GzipCompressor() {
        this(Deflater.DEFAULT_COMPRESSION);
    }

    private GzipCompressor(int level) {
        this.level = level;
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
        return new GzipCompressor(level);
    }

    @Override
    public String id() {
        return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
        return new LeveledGzipOutputStream(out, level);
    }

    /** {@inheritDoc} Reads several members as one (RFC 1952, section 2.2). */
    @Override
    public InputStream decompress(InputStream in) {
        return new GzipDecoder(in);
    }

    private static final class LeveledGzipOutputStream extends GZIPOutputStream {
        LeveledGzipOutputStream(OutputStream out, int level) throws IOException {
            super(out, BUFFER);
            def.setLevel(level);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                // Frees the native memory even if finishing the frame failed, which the superclass may leave undone.
                def.end();
            }
        }
    }
}
