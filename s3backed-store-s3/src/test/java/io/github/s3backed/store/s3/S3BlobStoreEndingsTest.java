package io.github.s3backed.store.s3;

import static io.github.s3backed.store.s3.FaultyStore.METADATA;
import static io.github.s3backed.store.s3.FaultyStore.bytes;
import static io.github.s3backed.store.s3.FaultyStore.failureOf;
import static io.github.s3backed.store.s3.FaultyStore.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.PutMode;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.FaultyClients;
import io.github.s3backed.testkit.Fault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages complete and streams are closed, whatever goes wrong around them. */
@ParameterizedClass
@EnumSource(Door.class)
class S3BlobStoreEndingsTest {

    private static final AwsBackend AWS = AwsBackend.embedded();

    private final Door door;
    private final String key = UUID.randomUUID().toString();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FaultyStore store;

    S3BlobStoreEndingsTest(Door door) {
        this.door = door;
    }

    private FaultyStore with(FaultyClients faults, UnaryOperator<S3BlobStore.Builder> settings) {
        store = new FaultyStore(door, AWS, faults, settings);
        return store;
    }

    @AfterEach
    void close() {
        store.close();
        threads.shutdown();
    }

    @AfterAll
    static void closeServers() {
        AWS.close();
    }

    @Test
    void failsWhereItsThreadsEndBetweenTwoAttemptsOfAPut() {
        FaultyClients conflicts = FaultyClients.always(Fault.s3Error(409, "ConditionalRequestConflict"));
        with(
                conflicts,
                builder -> builder.executor(work -> {
                    if (!conflicts.requests().isEmpty()) {
                        throw new RejectedExecutionException("ended");
                    }
                    threads.execute(work);
                }));
        assertThat(failureOf(store.store().put(key, BlobContent.of(bytes(1, 10)), METADATA, PutMode.IF_ABSENT)))
                .isInstanceOf(BlobStoreException.class)
                .hasMessageContaining("Was the store closed?");
        assertThat(store.requests()).hasSize(1);
    }

    @Test
    void failsWhereNoThreadCanBeMadeForAReader() {
        AtomicBoolean exhausted = new AtomicBoolean();
        with(
                FaultyClients.inOrder(),
                builder -> builder.executor(work -> {
                    if (exhausted.get()) {
                        throw new LinkageError("unable to make a thread");
                    }
                    threads.execute(work);
                }));
        store.put(key, bytes(2, 10), PutMode.OVERWRITE);
        exhausted.set(true);
        assertThat(failureOf(store.store().get(key, (info, body) -> body.readAllBytes())))
                .isInstanceOf(BlobStoreException.class)
                .hasCauseInstanceOf(LinkageError.class);
    }

    @Test
    void failsWithWhatContentFailsWith() {
        with(FaultyClients.inOrder(), UnaryOperator.identity());
        Error broken = new NoClassDefFoundError("of the content");
        Content content = new Content(1000) {
            @Override
            public InputStream open() {
                throw broken;
            }
        };
        assertThat(failureOf(store.store().put(key, content, METADATA, PutMode.OVERWRITE)))
                .isInstanceOf(BlobStoreException.class)
                .hasStackTraceContaining(broken.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 300_000})
    void closesTheStreamsOfContent(int length) {
        with(FaultyClients.inOrder(), UnaryOperator.identity());
        assertClosesTheStreamsOf(new Content(length), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 300_000})
    void closesTheStreamsOfContentThatIsSentAgain(int length) {
        with(FaultyClients.inOrder(new Fault.BreakBefore()), UnaryOperator.identity());
        assertClosesTheStreamsOf(new Content(length), 2);
    }

    private void assertClosesTheStreamsOf(Content content, int attempts) {
        join(store.store().put(key, content, METADATA, PutMode.OVERWRITE));
        assertThat(store.requests()).hasSize(attempts);
        assertThat(store.read(key)).isEqualTo(content.bytes);
        // A part may still be on its way to a subscriber that has gone.
        for (int i = 0; i < 100 && content.open.get() != 0; i++) {
            pause();
        }
        assertThat(content.open).hasValue(0);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Content that is not in memory, and counts its streams. */
    private static class Content implements BlobContent {

        private final AtomicInteger open = new AtomicInteger();
        private final byte[] bytes;

        Content(int length) {
            this.bytes = bytes(3, length);
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public Optional<String> sha256() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                return Optional.of(HexFormat.of().formatHex(hash));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public InputStream open() {
            open.incrementAndGet();
            return new ByteArrayInputStream(bytes) {
                private final AtomicBoolean closed = new AtomicBoolean();

                @Override
                public void close() {
                    if (closed.compareAndSet(false, true)) {
                        open.decrementAndGet();
                    }
                }
            };
        }
    }
}
