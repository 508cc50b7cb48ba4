package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.Evidence;
import io.github.s3backed.test.servers.ServersElsewhere;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once, for {@code s3backed.soak.seconds}: callers of both clients on the same tables, faults at every operation,
 * processes that are killed while they write, and a sweeper all the time, whose grace period is as short as it can be.
 */
@Tag("long")
class SoakTest {

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("s3backed.soak.seconds", 10));
    private static final int CALLERS = 64;
    private static final long HEAP = 10 << 20;
    private static final long SEED = Long.getLong("s3backed.soak.seed", new SplittableRandom().nextLong() >>> 16);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingDanglesNothingIsLostAndNothingIsLeft() throws Exception {
        System.out.printf(
                "soak: %s, %d callers, %d processors, seed %d%n",
                TIME, CALLERS, Runtime.getRuntime().availableProcessors(), SEED);
        try (ServersElsewhere servers = ServersElsewhere.start("768m")) {
            SoakPlace.all().forEach(place -> place.make(servers));
            warmUp(servers);
            SoakLoad before = SoakLoad.measure(servers.ports());
            Soak soak = new Soak(servers, folder, SEED);
            soak.run(
                    TIME,
                    CALLERS,
                    SoakTime.GRACE,
                    true,
                    () -> !soak.tally.violations().isEmpty());
            report(soak.tally);
            letClientsGo(before, servers);
            check(servers, soak);
            keep(soak.tally);
        }
    }

    /** What the SDK and the JDK load once, and keep, is not what is measured. */
    private void warmUp(ServersElsewhere servers) throws Exception {
        Soak first = new Soak(servers, folder, SEED + 1);
        first.run(Duration.ofSeconds(2), CALLERS, SoakTime.GRACE, false, () -> false);
        assertThat(first.tally.violations()).isEmpty();
    }

    private static void letClientsGo(SoakLoad before, ServersElsewhere servers) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        SoakLoad after = SoakLoad.measure(servers.ports());
        while (!(before.newThreads().isEmpty() && after.connections() == before.connections())
                && System.nanoTime() < end) {
            Thread.sleep(250);
            after = SoakLoad.measure(servers.ports());
        }
        System.out.printf(
                "soak: threads %d before and %d after, connections %d and %d, heap %d KiB and %d KiB%n",
                before.threads().size(),
                after.threads().size(),
                before.connections(),
                after.connections(),
                before.heap() >> 10,
                after.heap() >> 10);
        assertThat(before.newThreads()).as("threads that the clients left").isEmpty();
        assertThat(after.connections()).as("connections").isEqualTo(before.connections());
        assertThat(after.heap()).as("heap").isLessThan(before.heap() + HEAP);
    }

    private void check(ServersElsewhere servers, Soak soak) throws Exception {
        assertThat(soak.tally.violations()).isEmpty();
        SoakEnd end = new SoakEnd(servers, folder, soak.tally);
        end.nothingIsLost(soak.owned);
        Thread.sleep(SoakTime.GRACE.plusSeconds(2).toMillis());
        SoakPlace.all().forEach(end::everythingIsInItsPlace);
    }

    private static void report(SoakTally tally) {
        tally.counts().forEach((what, count) -> System.out.printf("soak: %,9d %s%n", count, what));
    }

    private static void keep(SoakTally tally) throws Exception {
        Map<String, Object> evidence = new TreeMap<>(tally.counts());
        Evidence.ofProject()
                .merge(Map.of(
                        "soakSeconds", TIME.toSeconds(), "soakSeed", SEED, "soakCallers", CALLERS, "soak", evidence));
    }
}
