package io.github.s3backed.examples;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.BlobInfo;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.enhanced.client.S3BackedConverterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/** Stores the same samples by every compressor, and measures the objects. */
final class Comparison {

    static final List<String> COMPRESSORS = List.of("gzip", "zstd", "lz4");

    private final List<Measure> measures =
            COMPRESSORS.stream().map(Measure::new).toList();

    /**
     * One sample by one compressor.
     *
     * @param payload the size of what was to be compressed: a JSON file is stored without its white space
     */
    record Outcome(Kind kind, boolean random, long size, long payload, long stored, boolean identity) {}

    /** One sample by every compressor, in the order of {@link #COMPRESSORS}. */
    List<Outcome> measure(Sample sample, boolean random) {
        byte[] content = sample.read();
        Kind kind = Kind.of(content);
        return measures.stream()
                .map(each -> each.store(sample, kind, content, random))
                .toList();
    }

    /** The converters, with one compressor, over a store in memory that never holds more than one object. */
    private static final class Measure {

        private final MemoryBlobStore store = MemoryBlobStore.create("comparison");
        private final TableSchema<FileItem> schema;

        Measure(String compressor) {
            this.schema = FileItem.plainSchema(S3BackedConverterConfig.builder()
                    .blobStore(store)
                    .compressor(compressor)
                    .build());
        }

        Outcome store(Sample sample, Kind kind, byte[] content, boolean random) {
            String uri = schema.itemToMap(item(sample, kind, content), true)
                    .get(kind.attribute())
                    .s();
            String key = Reference.parse(uri).key();
            BlobInfo info = store.head(key).toCompletableFuture().join().orElseThrow();
            store.delete(key).toCompletableFuture().join();
            return new Outcome(
                    kind,
                    random,
                    content.length,
                    Long.parseLong(info.metadata().userMetadata().get("s3backed-length")),
                    info.length(),
                    info.metadata().contentEncoding().equals(BlobMetadata.IDENTITY));
        }

        private static FileItem item(Sample sample, Kind kind, byte[] content) {
            try {
                return FileItem.of(sample.name(), kind, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
