package io.github.s3backed.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LockStepTest {

    private final LockStep lockStep = new LockStep();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final List<String> done = new ArrayList<>();

    private void ask() {
        done.add("asked");
        lockStep.await(answer);
        done.add(answer.join());
    }

    @Test
    void runsCodeUntilItWaits() {
        lockStep.begin(this::ask);

        assertThat(done).containsExactly("asked");
        assertThat(lockStep.hasEnded()).isFalse();
    }

    @Test
    void goesOnWhenTheAnswerIsThere() {
        lockStep.begin(this::ask);
        lockStep.goOn();
        assertThat(done).containsExactly("asked");

        answer.complete("answered");
        lockStep.goOn();

        assertThat(done).containsExactly("asked", "answered");
        assertThat(lockStep.hasEnded()).isTrue();
    }

    @Test
    void doesNotWaitForWhatIsThere() {
        answer.complete("answered");

        lockStep.begin(this::ask);

        assertThat(lockStep.hasEnded()).isTrue();
    }

    @Test
    void endsCodeWhereItIsWhenItCrashes() {
        lockStep.begin(() -> {
            try {
                ask();
            } finally {
                ask();
            }
        });

        lockStep.crash();

        assertThat(done).containsExactly("asked", "asked");
        assertThat(lockStep.hasEnded()).isTrue();
    }

    @Test
    void failsWhereCodeHasFailed() {
        assertThatThrownBy(() -> lockStep.begin(() -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasRootCauseMessage("no");
    }

    @Test
    void followsCodeFromOneThreadToAnother() {
        lockStep.begin(() -> {
            Thread other = new Thread(this::ask);
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            done.add("joined");
        });
        answer.complete("answered");
        lockStep.goOn();

        assertThat(done).containsExactly("asked", "answered", "joined");
    }
}
