/** The content coding {@code lz4} for s3backed. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.compress.lz4 {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires org.lz4.java;

    exports io.github.s3backed.compress.lz4;

    provides io.github.s3backed.core.spi.Compressor with
            io.github.s3backed.compress.lz4.Lz4Compressor;
}
