package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ResumingInputStreamTest {

    private static final String KEY = "key";
    private static final byte[] BYTES = new byte[500];
    private static final BlobMetadata NONE = new BlobMetadata("a/b", "identity", Map.of());

    static {
        new Random(3).nextBytes(BYTES);
    }

    private final CapableBlobStore store = new CapableBlobStore(MemoryBlobStore.create("bucket"));

    @BeforeEach
    void put() {
        store.put(KEY, BlobContent.of(BYTES), NONE, PutMode.OVERWRITE);
        store.calls.clear();
    }

    @AfterEach
    void leavesNoBodyOpen() {
        assertThat(store.openBodies).hasValue(0);
    }

    private ResumingInputStream open(long pauseMillis) {
        return new ResumingInputStream(store, KEY, Stages.join(store.open(KEY, 0, null)), pauseMillis);
    }

    /** Makes every body that is opened from now on break after so many bytes. */
    private void breakAfter(int count, IOException failure) {
        store.bodies = in -> new FilterInputStream(in) {
            private int left = count;

            @Override
            public int read(byte[] target, int offset, int wanted) throws IOException {
                if (left == 0) {
                    if (failure == null) {
                        return -1;
                    }
                    throw failure;
                }
                int n = super.read(target, offset, Math.min(left, wanted));
                left -= n;
                return n;
            }
        };
    }

    @Test
    void goesOnWhereverABodyBreaks() throws Exception {
        for (IOException failure : new IOException[] {new IOException("reset"), null}) {
            breakAfter(1, failure);
            store.calls.clear();

            try (InputStream in = open(0)) {
                assertThat(in.readAllBytes()).isEqualTo(BYTES);
            }

            List<String> opened = new ArrayList<>();
            for (int position = 0; position < BYTES.length; position++) {
                opened.add("open " + position);
            }
            assertThat(store.calls).isEqualTo(opened);
        }
    }

    @Test
    void givesUpAfterTriesWithoutProgress() throws Exception {
        breakAfter(100, new IOException("reset"));
        InputStream in = open(0);
        assertThat(in.readNBytes(100)).hasSize(100);
        breakAfter(0, new IOException("reset again"));

        assertThatIOException().isThrownBy(in::read).withMessage("reset again");
        in.close();

        assertThat(store.calls).containsExactly("open 0", "open 100", "open 100", "open 100");
    }

    @Test
    void goesNotOnWithAnotherObject() throws Exception {
        breakAfter(100, new IOException("reset"));
        InputStream in = open(0);
        assertThat(in.readNBytes(100)).hasSize(100);
        store.replace(KEY, BYTES, NONE);

        assertThatIOException().isThrownBy(in::read).withCauseInstanceOf(BlobChangedException.class);
        in.close();

        assertThat(store.calls).as("tried once").containsExactly("open 0", "open 100");
    }

    @Test
    void goesNotOnWithoutAnObject() throws Exception {
        breakAfter(100, new IOException("reset"));
        InputStream in = open(0);
        assertThat(in.readNBytes(100)).hasSize(100);
        store.remove(KEY);

        assertThatIOException().isThrownBy(in::read).withCauseInstanceOf(BlobNotFoundException.class);
        in.close();

        assertThat(store.calls).containsExactly("open 0", "open 100");
    }

    @Test
    void triesAgainWhatTheStoreFailsToOpen() throws Exception {
        breakAfter(100, new IOException("reset"));
        InputStream in = open(0);
        assertThat(in.readNBytes(100)).hasSize(100);
        RuntimeException[] failures = {new BlobStoreException("503", null), new IllegalStateException("odd"), null};
        int[] next = {0};
        store.beforeAnswer = () -> {
            RuntimeException failure = failures[Math.min(next[0]++, 2)];
            return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
        };

        assertThat(in.readAllBytes()).hasSize(BYTES.length - 100);
        in.close();
    }

    @Test
    void asksForNothingAfterTheLastByte() throws Exception {
        breakAfter(BYTES.length, new IOException("reset"));

        try (InputStream in = open(0)) {
            assertThat(in.readNBytes(BYTES.length)).isEqualTo(BYTES);
            assertThat(in.read()).isEqualTo(-1);
        }

        assertThat(store.calls).containsExactly("open 0");
    }

    @Test
    void anInterruptEndsThePauseBetweenTries() throws Exception {
        breakAfter(0, new IOException("reset"));
        InputStream in = open(60_000);
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            try {
                in.read();
            } catch (Throwable e) {
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.countDown();
                }
                seen.complete(e);
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        reader.interrupt();

        assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        assertThat(interrupted.getCount()).as("the flag is set again").isZero();
        in.close();
    }

    @Test
    void whoIsInterruptedWhileItOpensAnewLeavesNoBodyOpen() throws Exception {
        breakAfter(100, new IOException("reset"));
        InputStream in = open(0);
        assertThat(in.readNBytes(100)).hasSize(100);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Thread reader = Thread.currentThread();
        store.beforeAnswer = () -> {
            reader.interrupt();
            return answer;
        };

        assertThatIOException().isThrownBy(in::read);
        assertThat(Thread.interrupted()).isTrue();
        answer.complete(null);
        in.close();
    }

    @Test
    void opensNothingAnyMoreOnceItIsClosed() throws Exception {
        InputStream in = open(0);
        assertThat(in.read()).isEqualTo(BYTES[0] & 0xff);
        in.close();
        in.close();

        assertThatIOException().isThrownBy(in::read);

        assertThat(store.calls).containsExactly("open 0");
    }

    @Test
    void closesWhatComesAfterItWasClosed() throws Exception {
        breakAfter(100, new IOException("reset"));
        InputStream in = open(0);
        assertThat(in.readNBytes(100)).hasSize(100);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        store.beforeAnswer = () -> {
            asked.countDown();
            return answer;
        };
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        in.read();
                        seen.complete(new AssertionError("it read"));
                    } catch (Throwable e) {
                        seen.complete(e);
                    }
                })
                .start();
        asked.await();

        in.close();
        answer.complete(null);

        assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }
}
