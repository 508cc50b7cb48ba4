package io.github.s3backed.benchmarks;

import com.github.luben.zstd.Zstd;
import io.github.s3backed.core.spi.Compressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** Codecs by themselves. */
final class Codecs {

    private static final int CHUNK = 16 * 1024;

    private Codecs() {}

    /** Compresses as a stream does, into memory of the right size. */
    static byte[] compress(Compressor compressor, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 1024);
        try (OutputStream coded = compressor.compress(out)) {
            for (int from = 0; from < bytes.length; from += CHUNK) {
                coded.write(bytes, from, Math.min(CHUNK, bytes.length - from));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Decompresses into nothing; yields the length. */
    static long decompress(Compressor compressor, byte[] bytes) {
        byte[] chunk = new byte[CHUNK];
        long length = 0;
        try (InputStream in = compressor.decompress(new ByteArrayInputStream(bytes))) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                length += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return length;
    }

    /** How many bytes the codec's own library makes of a payload, with its defaults. */
    static int reference(String id, byte[] bytes) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            switch (id) {
                case "gzip" -> write(new GZIPOutputStream(out), bytes);
                case "lz4" -> write(new LZ4FrameOutputStream(out), bytes);
                case "zstd" -> out.write(Zstd.compress(bytes, Zstd.defaultCompressionLevel()));
                default -> throw new IllegalArgumentException(id);
            }
            return out.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        try (out) {
            out.write(bytes);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
