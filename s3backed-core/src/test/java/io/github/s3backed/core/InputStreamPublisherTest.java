package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.s3backed.core.spi.InputStreamPublisher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of Reactive Streams that matter to whoever reads a payload or is read from. */
@Timeout(20)
class InputStreamPublisherTest {

    private static final int PART = 64 * 1024;
    private static final byte[] BYTES = new byte[3 * PART + 5];

    static {
        new Random(5).nextBytes(BYTES);
    }

    private final Source source = new Source(BYTES);

    private Reader read(Executor executor) {
        Reader reader = new Reader();
        InputStreamPublisher.of(() -> source, executor).subscribe(reader);
        return reader;
    }

    @Test
    void sendsNoMoreThanIsAskedFor() throws Exception {
        Reader reader = read(Runnable::run);
        assertThat(reader.signals).isEmpty();
        assertThat(source.opened).as("nothing is opened for nobody").isFalse();

        reader.subscription.request(1);
        assertThat(reader.signals).containsExactly("next " + PART);
        reader.subscription.request(2);
        assertThat(reader.signals).containsExactly("next " + PART, "next " + PART, "next " + PART);
        reader.subscription.request(1);
        assertThat(reader.signals).endsWith("next 5", "complete");
        assertThat(reader.bytes.toByteArray()).isEqualTo(BYTES);
        assertThat(source.closings).hasValue(1);
    }

    @Test
    void takesADemandWithoutEnd() {
        Reader reader = read(Runnable::run);
        reader.onNext = part -> reader.subscription.request(Long.MAX_VALUE);

        reader.subscription.request(Long.MAX_VALUE - 1);

        assertThat(reader.bytes.toByteArray()).isEqualTo(BYTES);
        assertThat(reader.signals).endsWith("complete");
    }

    @Test
    void isAskedFromWithinItsSignalsWithoutGrowingTheStack() {
        Reader reader = new Reader();
        InputStreamPublisher.of(() -> new ByteArrayInputStream(new byte[200 * PART]), Runnable::run)
                .subscribe(reader);
        AtomicInteger depth = new AtomicInteger();
        reader.onNext = part -> {
            assertThat(depth.incrementAndGet()).isEqualTo(1);
            reader.subscription.request(1);
            depth.decrementAndGet();
        };

        reader.subscription.request(1);

        assertThat(reader.signals).hasSize(201).endsWith("complete");
    }

    @Test
    void refusesADemandOfNothingWithAnErrorAndFreesItsStream() {
        for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
            Source own = new Source(BYTES);
            Reader reader = new Reader();
            InputStreamPublisher.of(() -> own, Runnable::run).subscribe(reader);
            reader.subscription.request(1);

            reader.subscription.request(count);

            assertThat(reader.signals).containsExactly("next " + PART, "error");
            assertThat(reader.failure)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3.9");
            assertThat(own.closings).hasValue(1);
            reader.subscription.request(1);
            assertThat(reader.signals).hasSize(2);
        }
    }

    @Test
    void refusesADemandOfNothingAfterTheSignalThatIsUnderWay() {
        Reader reader = read(Runnable::run);
        reader.onNext = part -> {
            reader.subscription.request(-1);
            reader.signals.add("after");
        };

        reader.subscription.request(2);

        assertThat(reader.signals).containsExactly("next " + PART, "after", "error");
    }

    @Test
    void sendsNothingAfterItWasCancelled() {
        Reader reader = read(Runnable::run);
        reader.onNext = part -> reader.subscription.cancel();

        reader.subscription.request(10);
        reader.subscription.request(10);

        assertThat(reader.signals).containsExactly("next " + PART);
        assertThat(source.closings).hasValue(1);
    }

    @Test
    void freesItsStreamOnceWhenItIsCancelledBetweenSignals() {
        Reader reader = read(Runnable::run);
        reader.subscription.request(1);

        reader.subscription.cancel();
        reader.subscription.cancel();
        reader.subscription.request(1);

        assertThat(reader.signals).containsExactly("next " + PART);
        assertThat(source.closings).hasValue(1);
    }

    @Test
    void opensNothingOnceItWasCancelled() {
        Reader reader = read(Runnable::run);

        reader.subscription.cancel();
        reader.subscription.request(1);

        assertThat(source.opened).isFalse();
    }

    @Test
    void freesItsStreamWhenItIsCancelledWhileItReads() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                reading.countDown();
                go.join();
                return 1;
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        Reader reader = new Reader();
        InputStreamPublisher.of(() -> slow, StreamThreads.EXECUTOR).subscribe(reader);
        reader.subscription.request(1);
        reading.await();

        reader.subscription.cancel();
        go.complete(null);

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(reader.signals).isEmpty();
    }

    @Test
    void tellsWhatFailed() {
        Reader broken = new Reader();
        InputStreamPublisher.of(
                        () -> new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("broken");
                            }
                        },
                        Runnable::run)
                .subscribe(broken);
        broken.subscription.request(1);
        assertThat(broken.failure).hasMessage("broken");

        Reader unopened = new Reader();
        InputStreamPublisher.of(
                        () -> {
                            throw new IOException("not there");
                        },
                        Runnable::run)
                .subscribe(unopened);
        unopened.subscription.request(1);
        unopened.subscription.request(1);
        assertThat(unopened.signals).containsExactly("error");

        Reader rejected = read(work -> {
            throw new RejectedExecutionException("full");
        });
        rejected.subscription.request(1);
        assertThat(rejected.failure).hasMessage("full");

        assertThatNullPointerException()
                .isThrownBy(() ->
                        InputStreamPublisher.of(() -> source, Runnable::run).subscribe(null));
    }

    @Test
    void signalsOneAfterTheOtherUnderManyWhoAsk() throws Exception {
        for (int round = 0; round < 50; round++) {
            Reader reader = new Reader();
            AtomicInteger inside = new AtomicInteger();
            reader.onNext = part -> assertThat(inside.getAndIncrement()).isZero();
            reader.afterNext = () -> inside.decrementAndGet();
            InputStreamPublisher.of(() -> new ByteArrayInputStream(BYTES), StreamThreads.EXECUTOR)
                    .subscribe(reader);
            List<Thread> askers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread asker = new Thread(() -> {
                    for (int j = 0; j < 5; j++) {
                        reader.subscription.request(1);
                    }
                });
                asker.start();
                askers.add(asker);
            }
            for (Thread asker : askers) {
                asker.join();
            }
            assertThat(reader.end.poll(10, TimeUnit.SECONDS)).isEqualTo("complete");
            assertThat(reader.bytes.toByteArray()).isEqualTo(BYTES);
        }
    }

    @Test
    void aSubscriberAsksForOneBufferAtATime() throws Exception {
        List<Long> demands = new ArrayList<>();
        Flow.Publisher<ByteBuffer> publisher = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int sent;

            @Override
            public void request(long count) {
                demands.add(count);
                if (sent++ < 3) {
                    subscriber.onNext(ByteBuffer.wrap(new byte[sent - 1]));
                } else {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });

        assertThat(new PublisherInputStream(publisher).readAllBytes()).hasSize(3);

        assertThat(demands).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void aSubscriberLetsGoOfItsPublisherWhenItIsClosed() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        List<Flow.Subscriber<? super ByteBuffer>> subscribers = new ArrayList<>();
        Flow.Subscription subscription = new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled.incrementAndGet();
            }
        };

        PublisherInputStream early = new PublisherInputStream(s -> s.onSubscribe(subscription));
        early.close();
        assertThat(cancelled).as("nothing was read yet").hasValue(1);

        PublisherInputStream late = new PublisherInputStream(subscribers::add);
        late.close();
        subscribers.get(0).onSubscribe(subscription);
        assertThat(cancelled).as("it came later").hasValue(2);

        PublisherInputStream twice = new PublisherInputStream(s -> {
            s.onSubscribe(subscription);
            s.onSubscribe(subscription);
        });
        assertThat(cancelled).as("rule 2.5").hasValue(3);
        twice.close();
    }

    @Test
    void closingASubscriberEndsItsWait() throws Exception {
        PublisherInputStream silent = new PublisherInputStream(s -> {});
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                silent.read();
            } catch (Throwable e) {
                seen.complete(e);
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        silent.close();

        assertThat(seen.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptEndsTheWaitOfASubscriber() {
        PublisherInputStream silent = new PublisherInputStream(s -> {});
        Thread.currentThread().interrupt();

        assertThatIOException().isThrownBy(silent::read);

        assertThat(Thread.interrupted()).isTrue();
    }

    /** Remembers what it was told. */
    private static final class Reader implements Flow.Subscriber<ByteBuffer> {

        final List<String> signals = new ArrayList<>();
        final BlockingQueue<String> end = new LinkedBlockingQueue<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        java.util.function.Consumer<ByteBuffer> onNext = part -> {};
        Runnable afterNext = () -> {};
        Flow.Subscription subscription;
        Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ByteBuffer part) {
            signals.add("next " + part.remaining());
            bytes.write(part.array(), part.position(), part.remaining());
            onNext.accept(part);
            afterNext.run();
        }

        @Override
        public void onError(Throwable why) {
            failure = why;
            signals.add("error");
            end.add("error");
        }

        @Override
        public void onComplete() {
            signals.add("complete");
            end.add("complete");
        }
    }

    /** Counts how often it is closed. */
    private static final class Source extends ByteArrayInputStream {

        final AtomicInteger closings = new AtomicInteger();
        boolean opened;

        Source(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int count) {
            opened = true;
            return super.read(target, offset, count);
        }

        @Override
        public void close() {
            closings.incrementAndGet();
        }
    }
}
