package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.ServersElsewhere;
import io.github.s3backed.testkit.HttpFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A soak that could not fail would show nothing. */
@Tag("long")
class SoakCatchesTest {

    private static final int CALLERS = 24;

    /** It takes seconds, on a machine that has time for it. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aSweeperThatKnowsNoGracePeriodIsCaught() throws Exception {
        try (ServersElsewhere servers = ServersElsewhere.start("384m")) {
            SoakPlace.EXCLUSIVE.make(servers);
            Soak soak = new Soak(
                    servers,
                    folder,
                    1,
                    List.of(SoakPlace.EXCLUSIVE),
                    HttpFaults.inOrder(),
                    SoakFaults.slowWrites(1),
                    HttpFaults.inOrder());

            long began = System.nanoTime();
            soak.run(
                    Duration.ofSeconds(60),
                    CALLERS,
                    Duration.ZERO,
                    false,
                    () -> !soak.tally.violations().isEmpty());

            System.out.printf(
                    "soak without a grace period: caught after %d ms%n", (System.nanoTime() - began) / 1_000_000);
            assertThat(soak.tally.violations()).anyMatch(violation -> violation.contains("DanglingReferenceException"));
        }
    }
}
