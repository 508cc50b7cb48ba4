package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.compress.zstd.ZstdCompressor;
import io.github.s3backed.core.GzipCompressor;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.Compressor;
import java.util.ArrayList;
import java.util.List;

/** Goal 9: how small payloads become, and what it costs to find out that one does not become smaller. */
final class Sizes implements Goal {

    private static final int COUNT = 4;

    @Override
    public List<Figure> measure(Stand stand) {
        List<Figure> figures = new ArrayList<>();
        byte[] json = Payloads.jsonBytes(Payloads.MIB);
        for (String id : List.of("gzip", "zstd", "lz4")) {
            double ratio = (double) stored(id, json) / Codecs.reference(id, json);
            figures.add(Figure.atMost(
                    9, "1 MiB of JSON with " + id + ": stored size / the reference codec's", ratio, 1.01));
        }
        figures.add(incompressible(stand, "gzip", GzipCompressor.withLevel(1)));
        figures.add(incompressible(stand, "zstd", ZstdCompressor.withLevel(1)));
        return figures;
    }

    private static PayloadPipeline<byte[]> pipeline(String id, MemoryBlobStore store) {
        return PayloadPipeline.builder(new BinarySerializer())
                .blobStore(store)
                .keyTemplate(KeyTemplate.of("{fingerprint}"))
                .compressor(id)
                .build();
    }

    private static long stored(String id, byte[] payload) {
        MemoryBlobStore store = MemoryBlobStore.create("memory");
        Reference reference =
                ((StoredPayload.Offloaded) pipeline(id, store).store(payload, KeyContext.empty())).reference();
        return store.head(reference.key())
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .length();
    }

    private static Figure incompressible(Stand stand, String id, Compressor fast) {
        byte[] noise = Payloads.noise(Payloads.MIB);
        MemoryBlobStore store = MemoryBlobStore.create("memory");
        PayloadPipeline<byte[]> identity = pipeline("identity", store);
        PayloadPipeline<byte[]> compressing = pipeline(id, store);
        Results results = stand.race(
                "encode 1 MiB of noise, " + id,
                COUNT,
                COUNT * 3,
                List.of(
                        Lane.inTurn("identity", () -> prepare(identity, noise)),
                        Lane.inTurn("one fast pass", () -> Codecs.compress(fast, noise)),
                        Lane.inTurn(id, () -> prepare(compressing, noise))));
        double more = results.cpuNanos(id) - results.cpuNanos("identity") - results.cpuNanos("one fast pass");
        return Figure.atMost(
                9,
                "1 MiB of noise with " + id + ": ms of CPU beyond identity and one pass at level 1",
                more / 1e6,
                0.5);
    }

    private static Object prepare(PayloadPipeline<byte[]> pipeline, byte[] payload) {
        pipeline.prepare(payload).close();
        return payload;
    }
}
