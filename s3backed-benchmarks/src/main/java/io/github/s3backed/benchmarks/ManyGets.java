package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.GzipCompressor;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.store.s3.S3BlobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Goal 7: 1,000 gets of 64 KiB that begin at once. */
final class ManyGets implements Goal {

    private static final int COUNT = 1000;

    @Override
    public List<Figure> measure(Stand stand) {
        List<Figure> figures = new ArrayList<>();
        for (Duration delay : Stand.DELAYS) {
            figures.add(stand.delayed(delay, late -> throughput(stand, late)));
        }
        figures.addAll(threads(stand));
        return figures;
    }

    private static Figure throughput(Stand stand, Duration delay) {
        PayloadPipeline<byte[]> pipeline = stand.gets().bytes("identity");
        StoredPayload stored = pipeline.store(Payloads.noise(64 * Payloads.KIB), KeyContext.empty());
        String key = ((StoredPayload.Offloaded) stored).reference().key();
        String what = "1,000 gets of 64 KiB at once, " + delay.toMillis() + " ms";
        Results results = stand.race(
                what,
                COUNT,
                COUNT,
                List.of(
                        Lane.atOnce("raw", COUNT, i -> stand.byHand().getObject(Bed.GETS, key)),
                        Lane.atOnce("s3backed", COUNT, i -> Ours.load(pipeline, stored))));
        return Figure.atLeast(
                7, what + ": throughput / raw", 1 / results.ratio("s3backed", "raw", Sample::p50Nanos), 0.9);
    }

    /** Looks where codecs run, and how many threads the store has for that. */
    private static List<Figure> threads(Stand stand) {
        Witness witness = new Witness();
        try (S3BlobStore store = S3BlobStore.create(stand.bed().s3Async(), Bed.GETS)) {
            PayloadPipeline<byte[]> pipeline = PayloadPipeline.builder(witness.watch(new BinarySerializer()))
                    .blobStore(store)
                    .keyTemplate(KeyTemplate.of("many/{fingerprint}-{writeId}"))
                    .compressors(Compressors.discover(witness.watch(new GzipCompressor())))
                    .build();
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            StoredPayload stored = pipeline.store(Payloads.jsonBytes(64 * Payloads.KIB), KeyContext.empty());
            AtomicInteger most = new AtomicInteger();
            Lane lane = Lane.atOnce(
                    "watched",
                    COUNT,
                    i -> Ours.load(pipeline, stored)
                            .whenComplete((value, failure) -> most.accumulateAndGet(ownThreads(before), Math::max)));
            new Race(5, COUNT, 0).run(stand.bed().meter(), List.of(lane));
            return List.of(
                    Figure.atMost(7, "serializer and codec calls on threads of the SDK", witness.onForeignThreads(), 0),
                    Figure.atMost(
                            7,
                            "threads of our own during 1,000 gets, beyond cores",
                            most.get() - Runtime.getRuntime().availableProcessors(),
                            2));
        }
    }

    private static int ownThreads(Set<Thread> before) {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("s3backed"))
                .count();
    }
}
