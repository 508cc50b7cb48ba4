/**
 * Payloads, references and key templates, and the SPIs through which serializers, compressors and blob stores are
 * plugged in. Needs nothing beyond {@code java.base}.
 */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.core {
    requires static org.jspecify;

    exports io.github.s3backed.core;
    exports io.github.s3backed.core.spi;

    uses io.github.s3backed.core.spi.PayloadSerializer;
    uses io.github.s3backed.core.spi.Compressor;
    uses io.github.s3backed.core.spi.BlobStoreProvider;

    provides io.github.s3backed.core.spi.Compressor with
            io.github.s3backed.core.GzipCompressor,
            io.github.s3backed.core.IdentityCompressor;
    provides io.github.s3backed.core.spi.BlobStoreProvider with
            io.github.s3backed.core.MemoryBlobStore.Provider,
            io.github.s3backed.core.FileBlobStore.Provider;
}
