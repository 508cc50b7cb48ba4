package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final List<String> begun = new ArrayList<>();

    /** Work that ends when the test says so. */
    private CompletableFuture<String> work(InFlight inFlight, long size, String name, CompletableFuture<String> end) {
        return inFlight.run(size, turn -> {
            begun.add(name);
            return end;
        });
    }

    private CompletableFuture<String> work(InFlight inFlight, long size, String name) {
        CompletableFuture<String> end = new CompletableFuture<>();
        work(inFlight, size, name, end);
        return end;
    }

    @Test
    void workBeginsAtOnceWhereThereIsRoom() {
        InFlight inFlight = new InFlight(2, 100);

        work(inFlight, 1, "a");
        work(inFlight, 1, "b");

        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void noMoreIsUnderWayThanAllowed() {
        InFlight inFlight = new InFlight(2, 100);
        CompletableFuture<String> a = work(inFlight, 1, "a");
        CompletableFuture<String> b = work(inFlight, 1, "b");
        work(inFlight, 1, "c");
        work(inFlight, 1, "d");
        assertThat(begun).containsExactly("a", "b");

        b.complete("");
        assertThat(begun).containsExactly("a", "b", "c");

        a.complete("");
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void theBytesUnderWayAreBoundedAsWell() {
        InFlight inFlight = new InFlight(10, 100);
        CompletableFuture<String> a = work(inFlight, 60, "a");
        work(inFlight, 40, "b");
        work(inFlight, 1, "c");
        assertThat(begun).containsExactly("a", "b");

        a.complete("");
        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsSmallDoesNotOvertakeWhatIsLarge() {
        InFlight inFlight = new InFlight(10, 100);
        CompletableFuture<String> a = work(inFlight, 60, "a");
        work(inFlight, 50, "large");
        work(inFlight, 1, "small");
        assertThat(begun).containsExactly("a");

        a.complete("");
        assertThat(begun).containsExactly("a", "large", "small");
    }

    @Test
    void whatIsLargerThanTheLimitTravelsAlone() {
        InFlight inFlight = new InFlight(10, 100);
        CompletableFuture<String> a = work(inFlight, 1, "a");
        CompletableFuture<String> huge = work(inFlight, 1000, "huge");
        work(inFlight, 1, "c");
        assertThat(begun).containsExactly("a");

        a.complete("");
        assertThat(begun).containsExactly("a", "huge");

        huge.complete("");
        assertThat(begun).containsExactly("a", "huge", "c");
    }

    @Test
    void aSizeThatIsLearnedUnderWayCountsFromThenOn() {
        InFlight inFlight = new InFlight(10, 100);
        CompletableFuture<String> read = new CompletableFuture<>();
        List<InFlight.Turn<String>> turns = new ArrayList<>();
        inFlight.<String>run(0, turn -> {
            turns.add(turn);
            return read;
        });
        turns.get(0).learn(90);

        work(inFlight, 20, "b");
        assertThat(begun).isEmpty();

        turns.get(0).learn(70);
        work(inFlight, 10, "c");
        assertThat(begun).containsExactly("b", "c");

        read.complete("");
        work(inFlight, 70, "d");
        assertThat(begun).as("30 bytes are under way, and not one more").containsExactly("b", "c", "d");
    }

    @Test
    void theResultIsThatOfTheWork() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> result = work(inFlight, 1, "a", end);
        assertThat(result).isNotDone();

        end.complete("value");

        assertThat(result).isCompletedWithValue("value");
    }

    @Test
    void whatFailsMakesRoomAndFailsWithItsOwnCause() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> result = work(inFlight, 1, "a", end.thenApply(value -> value));
        work(inFlight, 1, "b");

        end.completeExceptionally(new IllegalStateException("wrong"));

        assertThat(begun).containsExactly("a", "b");
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong");
    }

    @Test
    void whatThrowsInsteadOfBeginningMakesRoom() {
        InFlight inFlight = new InFlight(1, 100);

        CompletableFuture<String> result = inFlight.run(100, turn -> {
            throw new IllegalStateException("wrong");
        });
        work(inFlight, 100, "b");

        assertThat(result).isCompletedExceptionally();
        assertThat(begun).containsExactly("b");
    }

    @Test
    void thereIsRoomByTheTimeTheResultIsThere() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> result = work(inFlight, 1, "a", end);
        result.thenRun(() -> work(inFlight, 1, "b", CompletableFuture.completedFuture("")));

        end.complete("");

        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void whatIsCancelledWhileItWaitsNeverBegins() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> a = work(inFlight, 1, "a");
        CompletableFuture<String> b = work(inFlight, 1, "b", new CompletableFuture<>());
        work(inFlight, 1, "c");

        b.cancel(true);
        a.complete("");

        assertThat(begun).containsExactly("a", "c");
    }

    @Test
    void cancellingWhatWaitsInFrontLetsInWhatWaitsBehind() {
        InFlight inFlight = new InFlight(10, 100);
        work(inFlight, 60, "a");
        CompletableFuture<String> large = work(inFlight, 60, "large", new CompletableFuture<>());
        work(inFlight, 10, "small");
        assertThat(begun).containsExactly("a");

        large.cancel(true);

        assertThat(begun).containsExactly("a", "small");
    }

    @Test
    void cancellingLetsWhatIsUnderWayEnd() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> result = work(inFlight, 1, "a", work);
        work(inFlight, 1, "b");

        assertThat(result.cancel(true)).isFalse();
        assertThat(work).isNotDone();
        assertThat(begun).containsExactly("a");

        work.complete("value");
        assertThat(result).isCompletedWithValue("value");
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void whoHearsOfAFailureCanKeepTheRestFromBeginning() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> a = work(inFlight, 1, "a", work);
        CompletableFuture<String> b = work(inFlight, 1, "b", new CompletableFuture<>());
        a.whenComplete((value, failure) -> b.cancel(false));

        work.completeExceptionally(new IllegalStateException());

        assertThat(b).isCancelled();
        assertThat(begun).containsExactly("a");
    }

    @Test
    void workThatEndsAtOnceDoesNotGrowTheStack() {
        InFlight inFlight = new InFlight(1, 100);
        CompletableFuture<String> first = work(inFlight, 1, "first");
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            results.add(inFlight.run(1, turn -> CompletableFuture.completedFuture(number)));
        }
        assertThat(results.get(0)).isNotDone();

        first.complete("");

        assertThat(results.get(99_999)).isCompletedWithValue(99_999);
        assertThat(results).allMatch(CompletableFuture::isDone);
    }

    @Test
    void workThatBringsAlongMoreWorkDoesNotGrowTheStack() {
        InFlight inFlight = new InFlight(1, 100);

        CompletableFuture<Integer> last = countDown(inFlight, 20_000);

        assertThat(last).isCompletedWithValue(0);
    }

    private static CompletableFuture<Integer> countDown(InFlight inFlight, int from) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        next(inFlight, from, done);
        return done;
    }

    private static void next(InFlight inFlight, int left, CompletableFuture<Integer> done) {
        inFlight.run(1, turn -> {
            if (left == 0) {
                done.complete(0);
            } else {
                next(inFlight, left - 1, done);
            }
            return CompletableFuture.completedFuture(left);
        });
    }

    @Test
    void manyThreadsNeverExceedTheLimit() throws InterruptedException {
        int threads = 8;
        InFlight inFlight = new InFlight(3, 1000);
        Gauge gauge = new Gauge();
        List<CompletableFuture<Void>> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    results.add(inFlight.<Void>run(1, turn -> CompletableFuture.runAsync(gauge::pass)));
                }
            });
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();

        assertThat(gauge.most).isBetween(1, 3);
        assertThat(results).hasSize(threads * 500);
    }

    /** Knows how many were in it at once. */
    private static final class Gauge {

        private int now;
        private int most;

        void pass() {
            synchronized (this) {
                now++;
                most = Math.max(most, now);
            }
            Thread.yield();
            synchronized (this) {
                now--;
            }
        }
    }
}
