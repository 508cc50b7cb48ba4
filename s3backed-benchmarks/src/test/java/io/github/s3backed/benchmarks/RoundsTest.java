package io.github.s3backed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Meter METER = new Meter(Set::of);

    @Test
    void letsEachLaneRunOncePerRoundInAnOrderThatChanges() {
        List<String> ran = new ArrayList<>();
        List<Lane> lanes = List.of(lane("a", ran), lane("b", ran), lane("c", ran));
        new Race(8, 1, 1).run(METER, lanes);
        // The first three warm up.
        List<List<String>> rounds = IntStream.range(1, 9)
                .mapToObj(round -> ran.subList(round * 3, round * 3 + 3))
                .toList();
        assertThat(rounds).allSatisfy(round -> assertThat(round).containsExactlyInAnyOrder("a", "b", "c"));
        assertThat(Set.copyOf(rounds)).hasSizeGreaterThan(1);
    }

    private static Lane lane(String name, List<String> ran) {
        return Lane.inTurn(name, () -> ran.add(name));
    }

    @Test
    void comparesWithinEachRoundAndTakesTheMedian() {
        List<Sample> floor = samples(1, 10, 100, 1000, 10_000);
        List<Sample> ours = samples(2, 20, 300, 2000, 70_000);
        Results results = new Results(Map.of("floor", floor, "ours", ours));
        assertThat(results.ratio("ours", "floor", Sample::p50Nanos)).isEqualTo(2);
        assertThat(results.p50Nanos("ours")).isEqualTo(300);
    }

    @Test
    void addsUpWhatTogetherIsTheFloor() {
        Results results = new Results(Map.of("a", samples(1), "b", samples(3), "ours", samples(6)));
        assertThat(results.ratio("ours", List.of("a", "b"), Sample::p50Nanos)).isEqualTo(1.5);
    }

    private static List<Sample> samples(double... p50Nanos) {
        return Arrays.stream(p50Nanos)
                .mapToObj(nanos -> new Sample(nanos, 0, 0))
                .toList();
    }

    @Test
    void keepsNoMoreUnderWayThanAskedFor() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Lane lane = Lane.atOnce("wide", 4, i -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            return CompletableFuture.runAsync(underWay::decrementAndGet);
        });
        new Race(5, 100, 1).run(METER, List.of(lane));
        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void countsWhatItsThreadsUseAndNotTheServers() throws InterruptedException {
        Thread server = new Thread(() -> allocate(64));
        Meter meter = new Meter(() -> Set.of(server));
        Meter.Reading before = meter.read();
        server.start();
        allocate(8);
        server.join();
        Meter.Used used = meter.read().since(before);
        assertThat(used.allocatedBytes()).isBetween(8L * Payloads.MIB, 32L * Payloads.MIB);
        assertThat(used.cpuNanos()).isPositive();
    }

    private static void allocate(int mebibytes) {
        int length = 0;
        for (int i = 0; i < mebibytes; i++) {
            length += new byte[Payloads.MIB].length;
        }
        assertThat(length).isPositive();
    }

    @Test
    void saysWhichLaneFailed() {
        Lane failing = Lane.inTurn("broken", () -> {
            throw new IllegalStateException("no reason");
        });
        assertThatThrownBy(() -> new Race(5, 1, 1).run(METER, List.of(failing)))
                .hasMessageContaining("broken")
                .hasMessageContaining("no reason");
    }

    @Test
    void hasFiveRoundsAtLeast() {
        assertThatThrownBy(() -> new Race(4, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
