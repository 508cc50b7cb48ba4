package io.github.s3backed.benchmarks;

import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Lets the compiler see what is measured later. Most of it is the SDK's code, which both sides of each race share, and of which a
 * cold process runs slowly for about a minute on two cores: in it the side with more code of its own looks worse than it is.
 */
final class WarmUp {

    private static final int ITEMS = 100;
    private static final int AT_ONCE = 32;
    private static final int IN_TURN = 30;

    private final Stand stand;
    private final List<Lane> lanes = new ArrayList<>();

    private WarmUp(Stand stand) {
        this.stand = stand;
    }

    static void run(Stand stand, Duration time) throws Exception {
        if (time.isZero()) {
            return;
        }
        WarmUp warmUp = new WarmUp(stand);
        for (int size : new int[] {64 * Payloads.KIB, Payloads.MIB}) {
            warmUp.objects(Payloads.noise(size), "identity");
            warmUp.items(Payloads.noise(size));
        }
        for (String compressor : List.of("gzip", "zstd")) {
            warmUp.objects(Payloads.jsonBytes(64 * Payloads.KIB), compressor);
        }
        warmUp.page();
        warmUp.run(time);
    }

    private void objects(byte[] bytes, String compressor) {
        PayloadPipeline<byte[]> puts = stand.puts().bytes(compressor);
        PayloadPipeline<byte[]> gets = stand.gets().bytes(compressor);
        StoredPayload stored = gets.store(bytes, KeyContext.empty());
        String key = ((StoredPayload.Offloaded) stored).reference().key();
        both(i -> stand.byHand().putObject(bytes));
        both(i -> puts.storeAsync(bytes, KeyContext.empty()).toCompletableFuture());
        both(i -> stand.byHand().getObject(Bed.GETS, key));
        both(i -> Ours.load(gets, stored).toCompletableFuture());
    }

    private void both(IntFunction<CompletableFuture<?>> operation) {
        lanes.add(Lane.inTurn("", () -> operation.apply(0).join()));
        lanes.add(Lane.atOnce("", AT_ONCE, operation));
    }

    private void items(byte[] bytes) {
        String id = "warm-up-" + bytes.length;
        stand.byHand().store(id + "-by-hand", bytes);
        stand.gets().store(id, 0, "identity", bytes);
        lanes.add(Lane.inTurn("", () -> {
            stand.byHand().putItemBlocking(bytes);
            stand.puts().putItemBlocking("identity", bytes);
            return null;
        }));
        lanes.add(Lane.inTurn("", () -> stand.byHand().getItemBlocking(id + "-by-hand")));
        lanes.add(Lane.inTurn("", () -> stand.gets().getItemBlocking(id, "identity")));
        both(i -> stand.byHand().putItem(bytes));
        both(i -> stand.puts().putItem("identity", bytes));
        both(i -> stand.gets().getItem(id));
    }

    private void page() {
        byte[] bytes = Payloads.noise(64 * Payloads.KIB);
        for (int i = 0; i < ITEMS; i++) {
            stand.gets().store("warm-up-page", i, "identity", bytes);
        }
        lanes.add(Lane.atOnce("", 1, i -> Pages.query(stand.bed().dynamoDbAsync(), "warm-up-page")));
        lanes.add(Lane.atOnce("", 1, i -> Pages.query(stand.gets().async(), "warm-up-page")));
    }

    private void run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (Lane lane : lanes) {
                lane.work().run(stand.bed().meter(), IN_TURN);
                stand.bed().s3Server().clear(Bed.PUTS);
            }
        }
    }
}
