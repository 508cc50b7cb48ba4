package io.github.s3backed.benchmarks;

import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.spi.Compressor;

/** What making a payload of stored bytes takes at the least: the codec, and the SHA-256 of what it yields. */
final class Decoding {

    private static final int REPEATS = 15;

    private Decoding() {}

    static double nanos(String compressor, byte[] stored) {
        Compressor codec = Compressors.discover().require(compressor);
        byte[] payload = decompressed(codec, stored);
        double codecNanos = Best.cpuNanos(REPEATS, () -> Codecs.decompress(codec, stored));
        return codecNanos + Best.cpuNanos(REPEATS, () -> Codecs.sha256(payload));
    }

    static byte[] decompressed(Compressor codec, byte[] stored) {
        try (var in = codec.decompress(new java.io.ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
