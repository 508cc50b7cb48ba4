package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void areScannedOneAfterTheOtherOnTheCallersThreadIfToldSo() throws Exception {
        List<Thread> threads = new ArrayList<>();
        Callable<Object> scan = () -> threads.add(Thread.currentThread());
        Segments.runAll(List.of(scan, scan, scan), 1, PATIENCE);
        assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
    }

    @Test
    void areScannedAtOnceOtherwise() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Callable<Object> scan = () -> {
            both.countDown();
            both.await();
            return this;
        };
        Segments.runAll(List.of(scan, scan), 2, PATIENCE);
        assertThat(both.getCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void failWithWhatOneHasFailedWith(int parallelism) {
        List<Callable<Object>> failing = List.of(() -> {
            throw new IllegalStateException("a");
        });
        assertThatThrownBy(() -> Segments.runAll(failing, parallelism, PATIENCE))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("a");
        List<Callable<Object>> broken = List.of(() -> {
            throw new IOException("b");
        });
        assertThatThrownBy(() -> Segments.runAll(broken, parallelism, PATIENCE))
                .isExactlyInstanceOf(CompletionException.class)
                .hasRootCauseMessage("b");
    }

    @Test
    void thatFollowOneThatFailedAreNotScanned() {
        List<Integer> scanned = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Object>> scans = List.of(
                () -> scanned.add(1),
                () -> {
                    throw new IllegalStateException();
                },
                () -> scanned.add(3));
        assertThatThrownBy(() -> Segments.runAll(scans, 1, PATIENCE)).isInstanceOf(IllegalStateException.class);
        assertThat(scanned).containsExactly(1);
    }
}
