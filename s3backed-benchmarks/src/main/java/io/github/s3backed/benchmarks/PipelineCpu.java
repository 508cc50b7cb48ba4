package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.Compressor;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** Goal 5: the CPU time of the pipeline beside that of its stages, each by itself. */
final class PipelineCpu implements Goal {

    private static final int LARGEST_INLINE = 400 * Payloads.KIB;
    private static final byte[] PAYLOAD = Payloads.jsonBytes(Payloads.MIB);

    @Override
    public List<Figure> measure(Stand stand) {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(measure(stand, "gzip", 1.03, 4));
        figures.addAll(measure(stand, "zstd", 1.1, 20));
        return figures;
    }

    private static List<Figure> measure(Stand stand, String id, double limit, int count) {
        Compressor codec = Compressors.discover().require(id);
        byte[] coded = Codecs.compress(codec, PAYLOAD);
        BinarySerializer serializer = new BinarySerializer();
        PayloadPipeline<byte[]> pipeline = PayloadPipeline.builder(serializer)
                .blobStore(MemoryBlobStore.create("memory"))
                .keyTemplate(KeyTemplate.of("{fingerprint}"))
                .compressor(id)
                .threshold(LARGEST_INLINE)
                .build();
        // Inline, so that no store has a part in it.
        StoredPayload stored = pipeline.store(PAYLOAD, KeyContext.empty());
        Results encoding = stand.race(
                "encode 1 MiB, " + id,
                count,
                count * 3,
                List.of(
                        Lane.inTurn("SHA-256 of the payload", () -> Codecs.sha256(PAYLOAD)),
                        Lane.inTurn("codec", () -> Codecs.compress(codec, PAYLOAD)),
                        Lane.inTurn("SHA-256 of what is stored", () -> Codecs.sha256(coded)),
                        Lane.inTurn("pipeline", () -> {
                            pipeline.prepare(PAYLOAD).close();
                            return null;
                        })));
        Results decoding = stand.race(
                "decode 1 MiB, " + id,
                count,
                count * 3,
                List.of(
                        Lane.inTurn("codec", () -> Codecs.decompress(codec, coded)),
                        Lane.inTurn("SHA-256 of the payload", () -> Codecs.sha256(PAYLOAD)),
                        Lane.inTurn(
                                "serializer",
                                () -> serializer.deserialize(new ByteArrayInputStream(PAYLOAD), PAYLOAD.length)),
                        Lane.inTurn("pipeline", () -> pipeline.load(stored, KeyContext.empty()))));
        return List.of(
                Figure.atMost(
                        5,
                        "encode 1 MiB with " + id + ": CPU / its stages'",
                        encoding.ratio(
                                "pipeline",
                                List.of("SHA-256 of the payload", "codec", "SHA-256 of what is stored"),
                                Sample::cpuNanos),
                        limit),
                Figure.atMost(
                        5,
                        "decode 1 MiB with " + id + ": CPU / its stages'",
                        decoding.ratio(
                                "pipeline", List.of("codec", "SHA-256 of the payload", "serializer"), Sample::cpuNanos),
                        limit));
    }
}
