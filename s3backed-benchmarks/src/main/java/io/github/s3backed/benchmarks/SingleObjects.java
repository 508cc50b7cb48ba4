package io.github.s3backed.benchmarks;

import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Goal 1: one payload at a time, and 32 at once, without compression. */
final class SingleObjects implements Goal {

    private static final int WIDTH = 32;

    @Override
    public List<Figure> measure(Stand stand) {
        List<Figure> figures = new ArrayList<>();
        for (Duration delay : Stand.DELAYS) {
            for (int size : new int[] {64 * Payloads.KIB, Payloads.MIB}) {
                figures.addAll(stand.delayed(delay, late -> measure(stand, size, late)));
            }
        }
        return figures;
    }

    private static List<Figure> measure(Stand stand, int size, Duration delay) {
        String what = size / Payloads.KIB + " KiB, " + delay.toMillis() + " ms";
        byte[] bytes = Payloads.noise(size);
        List<Figure> figures = new ArrayList<>();
        objects(stand, bytes, what, delay, figures);
        items(stand, bytes, what, delay, figures);
        return figures;
    }

    private static void objects(Stand stand, byte[] bytes, String what, Duration delay, List<Figure> figures) {
        PayloadPipeline<byte[]> puts = stand.puts().bytes("identity");
        PayloadPipeline<byte[]> gets = stand.gets().bytes("identity");
        StoredPayload stored = gets.store(bytes, KeyContext.empty());
        String key = ((StoredPayload.Offloaded) stored).reference().key();
        int inTurn = delay.isZero() ? 120 : 11;
        int atOnce = delay.isZero() ? 320 : 256;
        Results put = stand.race(
                "put object, " + what,
                inTurn,
                warmUp(delay),
                List.of(
                        Lane.inTurn("raw", () -> stand.byHand().putObject(bytes).join()),
                        Lane.inTurn(
                                "s3backed",
                                () -> puts.storeAsync(bytes, KeyContext.empty())
                                        .toCompletableFuture()
                                        .join()),
                        sha256(bytes)));
        figures.add(p50("put object", what, put));
        Results get = stand.race(
                "get object, " + what,
                inTurn,
                warmUp(delay),
                List.of(
                        Lane.inTurn(
                                "raw",
                                () -> stand.byHand().getObject(Bed.GETS, key).join()),
                        Lane.inTurn(
                                "s3backed",
                                () -> Ours.load(gets, stored)
                                        .toCompletableFuture()
                                        .join()),
                        sha256(bytes)));
        figures.add(p50("get object", what, get));
        Results puts32 = stand.race(
                "put object, 32 at once, " + what,
                atOnce,
                warmUp(delay),
                List.of(
                        Lane.atOnce("raw", WIDTH, i -> stand.byHand().putObject(bytes)),
                        Lane.atOnce("s3backed", WIDTH, i -> puts.storeAsync(bytes, KeyContext.empty()))));
        figures.add(throughput("put object", what, puts32));
        Results gets32 = stand.race(
                "get object, 32 at once, " + what,
                atOnce,
                warmUp(delay),
                List.of(
                        Lane.atOnce("raw", WIDTH, i -> stand.byHand().getObject(Bed.GETS, key)),
                        Lane.atOnce("s3backed", WIDTH, i -> Ours.load(gets, stored))));
        figures.add(throughput("get object", what, gets32));
    }

    /** What of each payload's CPU time is the hash that it is written under and verified by. */
    private static Lane sha256(byte[] bytes) {
        return Lane.inTurn("SHA-256 of it", () -> Codecs.sha256(bytes));
    }

    private static int warmUp(Duration delay) {
        return delay.isZero() ? 120 : 4;
    }

    private static void items(Stand stand, byte[] bytes, String what, Duration delay, List<Figure> figures) {
        String id = "single-" + bytes.length;
        stand.byHand().store(id + "-by-hand", bytes);
        stand.gets().store(id, 0, "identity", bytes);
        int count = delay.isZero() ? 60 : 11;
        Results put = stand.race(
                "put item, " + what,
                count,
                warmUp(delay),
                List.of(
                        Lane.inTurn("raw", () -> {
                            stand.byHand().putItemBlocking(bytes);
                            return null;
                        }),
                        Lane.inTurn("s3backed", () -> {
                            stand.puts().putItemBlocking("identity", bytes);
                            return null;
                        })));
        figures.add(p50("put item, blocking", what, put));
        Results get = stand.race(
                "get item, " + what,
                count,
                warmUp(delay),
                List.of(
                        Lane.inTurn("raw", () -> stand.byHand().getItemBlocking(id + "-by-hand")),
                        Lane.inTurn("s3backed", () -> stand.gets().getItemBlocking(id, "identity"))));
        figures.add(p50("get item, blocking", what, get));
    }

    private static Figure p50(String operation, String what, Results results) {
        return Figure.atMost(
                1, operation + " " + what + ": p50 / raw", results.ratio("s3backed", "raw", Sample::p50Nanos), 1.05);
    }

    private static Figure throughput(String operation, String what, Results results) {
        return Figure.atLeast(
                1,
                operation + " " + what + ", 32 at once: throughput / raw",
                1 / results.ratio("s3backed", "raw", Sample::p50Nanos),
                0.95);
    }
}
