package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ElapsedTimeTest {

    private long nanos = 17;
    private long millis = 1_000_000;
    private final ElapsedTime elapsed = new ElapsedTime(() -> nanos, () -> millis);

    private Duration now() {
        return Duration.ofNanos(elapsed.getAsLong());
    }

    private void pass(Duration byNanos, Duration byWall) {
        nanos += byNanos.toNanos();
        millis += byWall.toMillis();
    }

    @Test
    void itCountsWhatBothClocksCount() {
        pass(Duration.ofSeconds(5), Duration.ofSeconds(5));

        assertThat(now()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void itCountsTheTimeForWhichTheMachineWasSuspended() {
        pass(Duration.ofSeconds(1), Duration.ofHours(3));

        assertThat(now()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void whatItCountedOfASuspensionStays() {
        pass(Duration.ofSeconds(1), Duration.ofHours(3));
        now();
        pass(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(now()).isEqualTo(Duration.ofHours(3).plusSeconds(1));
    }

    @Test
    void aWallClockThatGoesBackIsIgnored() {
        pass(Duration.ofSeconds(5), Duration.ofHours(-3));

        assertThat(now()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aSmallDisagreementIsIgnored() {
        pass(Duration.ofSeconds(5), Duration.ofMillis(5900));

        assertThat(now()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void itNeverGoesBack() {
        pass(Duration.ofSeconds(5), Duration.ofSeconds(5));
        Duration before = now();
        pass(Duration.ofSeconds(-3), Duration.ofSeconds(-3));

        assertThat(now()).isEqualTo(before);
    }
}
