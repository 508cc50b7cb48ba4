package io.github.s3backed.compress.lz4;

import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;

/**
 * The id {@code lz4}: the LZ4 frame format (version 1.6.x of {@code lz4_Frame_format.md}), which the {@code lz4} command
 * line reads; not the library's own block stream, and not the Hadoop one. Fastest, at a smaller gain. Immutable and safe
 * for use by many threads.
 *
 * <p>Writes independent blocks of 64 KiB. Reads blocks of up to 4 MiB, the format's largest, and sets memory aside only
 * as the bytes of a block arrive. Frames of dependent blocks (the command line's {@code -BD}) and legacy frames are
 * refused.
 *
 * <p>Frames carry no checksum of their content: the fingerprint in the reference covers the bytes. Checksums in frames
 * that other tools wrote are verified.
 *
 * <p>The bytes that are written for a payload depend on whether the library runs on native code or on Java; every reader
 * reads both.
 */
public final class Lz4Compressor implements Compressor {

    /** The only kind there is. */
    public Lz4Compressor() {}

    @Override
    public String id() {
        return "lz4";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
        // The library's default of 4 MiB would set 8 MiB aside for each stream.
        return new FrameOutputStream(new LZ4FrameOutputStream(out, BLOCKSIZE.SIZE_64KB), out);
    }

    /** {@inheritDoc} Reads several frames as one, and skips skippable ones. */
    @Override
    public InputStream decompress(InputStream in) throws IOException {
        return new LZ4FrameInputStream(in);
    }
}
