/** The content coding {@code zstd} for s3backed. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.compress.zstd {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires com.github.luben.zstd_jni;

    exports io.github.s3backed.compress.zstd;

    provides io.github.s3backed.core.spi.Compressor with
            io.github.s3backed.compress.zstd.ZstdCompressor;
}
