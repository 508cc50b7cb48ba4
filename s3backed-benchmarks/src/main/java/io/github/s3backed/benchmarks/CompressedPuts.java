package io.github.s3backed.benchmarks;

import io.github.s3backed.compress.zstd.ZstdCompressor;
import io.github.s3backed.core.GzipCompressor;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.spi.Compressor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Goal 2: a put with a compressor beside the raw put of the same stored bytes and the codec alone. What compressing and then
 * putting takes whoever does it by hand is told as well: more than the two of them alone, which have the caches for themselves.
 */
final class CompressedPuts implements Goal {

    private static final int LARGE = 16 * Payloads.MIB;

    @Override
    public List<Figure> measure(Stand stand) {
        List<Figure> figures = new ArrayList<>();
        for (Duration delay : Stand.DELAYS) {
            for (Compressor compressor : List.of(new GzipCompressor(), new ZstdCompressor())) {
                figures.add(stand.delayed(delay, late -> measure(stand, compressor, late)));
            }
        }
        inParallel(stand);
        return figures;
    }

    /** No goal: what several members at once save where a core is free. */
    private static void inParallel(Stand stand) {
        byte[] payload = Payloads.jsonBytes(LARGE);
        stand.race(
                "compress 16 MiB with gzip",
                1,
                1,
                List.of(
                        Lane.inTurn("one member", () -> Codecs.compress(new GzipCompressor(), payload)),
                        Lane.inTurn(
                                "inParallel()", () -> Codecs.compress(new GzipCompressor().inParallel(), payload))));
    }

    private static Figure measure(Stand stand, Compressor compressor, Duration delay) {
        byte[] payload = Payloads.jsonBytes(Payloads.MIB);
        byte[] stored = Codecs.compress(compressor, payload);
        PayloadPipeline<byte[]> pipeline = stand.puts().bytes(compressor.id());
        String what = "put 1 MiB with " + compressor.id() + ", " + delay.toMillis() + " ms";
        Results results = stand.race(
                what,
                10,
                10,
                List.of(
                        Lane.inTurn(
                                "raw put",
                                () -> stand.byHand().putObject(stored).join()),
                        Lane.inTurn("codec", () -> Codecs.compress(compressor, payload)),
                        Lane.inTurn(
                                "codec, then raw put",
                                () -> stand.byHand()
                                        .putObject(Codecs.compress(compressor, payload))
                                        .join()),
                        Lane.inTurn("SHA-256 of both", () -> {
                            Codecs.sha256(stored);
                            return Codecs.sha256(payload);
                        }),
                        Lane.inTurn(
                                "s3backed",
                                () -> pipeline.storeAsync(payload, KeyContext.empty())
                                        .toCompletableFuture()
                                        .join())));
        double ratio = results.ratio("s3backed", List.of("raw put", "codec"), Sample::p50Nanos);
        return Figure.atMost(2, what + ": p50 / (raw put + codec)", ratio, 1.05);
    }
}
