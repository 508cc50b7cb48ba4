package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelGzipTest {

    private static final int MIB = 1024 * 1024;
    private static final GzipCompressor FAST = GzipCompressor.withLevel(1);
    private static final byte[] TEXT = text(20 * MIB);

    /** Digits, so that it shrinks, and not to nothing. */
    private static byte[] text(int length) {
        Random random = new Random(7);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('0' + random.nextInt(10));
        }
        return text;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 5 * MIB + 3, 20 * MIB})
    void isReadByEveryReaderOfGzip(int length) throws IOException {
        byte[] bytes = Arrays.copyOf(TEXT, length);
        byte[] compressed = compress(FAST.inParallel(), bytes);

        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(bytes);
        assertThat(new GzipCompressor()
                        .decompress(new ByteArrayInputStream(compressed))
                        .readAllBytes())
                .isEqualTo(bytes);
    }

    @Test
    void isAsWithoutItUpToAMebibyte() throws IOException {
        byte[] bytes = Arrays.copyOf(TEXT, MIB);

        assertThat(compress(FAST.inParallel(), bytes)).isEqualTo(compress(FAST, bytes));
    }

    @Test
    void makesAMemberOfTheSameLevelOfEachMebibyteInTheirOrder() throws IOException {
        byte[] bytes = Arrays.copyOf(TEXT, 9 * MIB + 5);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += MIB) {
            members.write(compress(FAST, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + MIB))));
        }

        assertThat(compress(FAST.inParallel(), bytes)).isEqualTo(members.toByteArray());
    }

    @Test
    void takesLessThanAHundredthMoreRoom() throws IOException {
        assertThat((double) compress(FAST.inParallel(), TEXT).length).isLessThan(1.01 * compress(FAST, TEXT).length);
    }

    @Test
    void doesNotDependOnHowItIsWritten() throws IOException {
        byte[] bytes = Arrays.copyOf(TEXT, 2 * MIB + 1);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = FAST.inParallel().compress(compressed)) {
            for (byte b : bytes) {
                gzip.write(b);
            }
        }

        assertThat(compressed.toByteArray()).isEqualTo(compress(FAST.inParallel(), bytes));
    }

    @Test
    void doesNotDependOnWhenItsThreadsHaveTime() throws IOException {
        byte[] expected = compress(FAST.inParallel(), TEXT);
        List<Runnable> later = new ArrayList<>();

        assertThat(compress(FAST.inParallel(later::add), TEXT)).isEqualTo(expected);
        Collections.reverse(later);
        later.forEach(Runnable::run);
        assertThat(compress(FAST.inParallel(Runnable::run), TEXT)).isEqualTo(expected);
        assertThat(later).hasSizeGreaterThan(15);
    }

    @Test
    void needsNoThreadsThatTakeAnything() throws IOException {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        Executor exhausted = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        byte[] expected = compress(FAST.inParallel(), TEXT);

        assertThat(compress(FAST.inParallel(closed), TEXT)).isEqualTo(expected);
        assertThat(compress(FAST.inParallel(exhausted), TEXT)).isEqualTo(expected);
    }

    @Test
    void endsOnAThreadOfThePoolThatItUsesAlsoIfItIsTheOnlyOne() throws Exception {
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            byte[] compressed = one.submit((Callable<byte[]>) () -> compress(FAST.inParallel(one), TEXT))
                    .get();

            assertThat(compressed).isEqualTo(compress(FAST.inParallel(), TEXT));
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void compressesOthersWhileTheOldestIsCompressedElsewhere() throws Exception {
        Thread writer = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch another = new CountDownLatch(1);
        ParallelGzipOutputStream.Deflating deflating = (input, count) -> {
            if (Thread.currentThread() == writer) {
                another.countDown();
            } else {
                begun.countDown();
                await(another);
            }
            return ParallelGzipOutputStream.member(input, count, 1);
        };
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (OutputStream gzip = new ParallelGzipOutputStream(
                compressed,
                1,
                task -> {
                    one.execute(task);
                    await(begun);
                },
                3,
                deflating)) {
            gzip.write(TEXT);
        } finally {
            one.shutdownNow();
        }

        assertThat(compressed.toByteArray()).isEqualTo(compress(FAST.inParallel(), TEXT));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came.");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failsWhereAMemberCannotBeCompressed() throws IOException {
        Failing out = new Failing(Integer.MAX_VALUE);
        OutputStream gzip = new ParallelGzipOutputStream(out, 1, Runnable::run, 3, (input, count) -> {
            throw new IllegalStateException("no memory");
        });
        gzip.write(TEXT, 0, 3 * MIB);

        assertThatIOException().isThrownBy(gzip::close).havingRootCause().withMessage("no memory");
        assertThat(out.closed).isZero();
    }

    @Test
    void leavesNothingInTheQueueOfABusyExecutorButTasks() throws IOException {
        List<Runnable> queue = new ArrayList<>();
        List<WeakReference<byte[]>> inputs = compressOver(queue::add);

        assertThat(queue).hasSizeGreaterThan(15);
        for (int i = 0; i < 100 && inputs.stream().anyMatch(input -> input.get() != null); i++) {
            System.gc();
        }
        assertThat(inputs).allMatch(input -> input.get() == null);
    }

    private static List<WeakReference<byte[]>> compressOver(Executor threads) throws IOException {
        List<WeakReference<byte[]>> inputs = new ArrayList<>();
        ParallelGzipOutputStream.Deflating deflating = (input, count) -> {
            inputs.add(new WeakReference<>(input));
            return ParallelGzipOutputStream.member(input, count, 1);
        };
        try (OutputStream gzip =
                new ParallelGzipOutputStream(OutputStream.nullOutputStream(), 1, threads, 3, deflating)) {
            gzip.write(TEXT);
        }
        return inputs;
    }

    @ParameterizedTest
    @ValueSource(ints = {100, MIB / 2})
    void leavesWhatItWritesToOpenIfThatFailsAndDoesNotEndAsIfItWereWhole(int room) throws IOException {
        Failing out = new Failing(room);
        OutputStream gzip = FAST.inParallel(task -> {}).compress(out);

        assertThatIOException().isThrownBy(() -> gzip.write(TEXT)).withMessage("no room");
        out.room = Integer.MAX_VALUE;

        assertThatIOException().isThrownBy(() -> gzip.write(1)).withMessageContaining("not complete");
        assertThatIOException().isThrownBy(gzip::close).withMessageContaining("not complete");
        assertThat(out.closed).isZero();
    }

    @Test
    void leavesWhatItWritesToOpenIfItFailsOnlyAtTheEnd() throws IOException {
        Failing out = new Failing(Integer.MAX_VALUE);
        OutputStream gzip = FAST.inParallel(task -> {}).compress(out);
        gzip.write(TEXT, 0, 2 * MIB);
        out.room = 0;

        assertThatIOException().isThrownBy(gzip::close).withMessage("no room");
        assertThat(out.closed).isZero();
    }

    @Test
    void closesWhatItWritesToOnceAndTakesNothingAfterThat() throws IOException {
        Failing out = new Failing(Integer.MAX_VALUE);
        OutputStream gzip = FAST.inParallel().compress(out);
        gzip.write(TEXT, 0, 3 * MIB);
        gzip.close();
        gzip.close();

        assertThat(out.closed).isOne();
        assertThatIOException().isThrownBy(() -> gzip.write(1)).withMessageContaining("closed");
    }

    /** Takes so many bytes. */
    private static final class Failing extends FilterOutputStream {

        private int room;
        private int closed;

        Failing(int room) {
            super(OutputStream.nullOutputStream());
            this.room = room;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            room -= length;
            if (room < 0) {
                throw new IOException("no room");
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static byte[] compress(GzipCompressor gzip, byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = gzip.compress(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }
}
