package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static io.github.s3backed.dynamodb.LateShelf.handle;
import static io.github.s3backed.dynamodb.LateShelf.item;
import static io.github.s3backed.dynamodb.LateShelf.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3backed.core.PayloadTooLargeException;
import io.github.s3backed.core.SerializationException;
import io.github.s3backed.core.StreamedPayload;
import io.github.s3backed.core.spi.InputStreamPublisher;
import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** Attributes whose payloads need not fit in memory. Every test leaves no temporary file behind, with or without a name. */
@AwsTest
@Timeout(120)
class StreamedAttributesTest {

    private static final byte[] DENSE = new byte[20 * 1024 * 1024];
    private static final byte[] SPARSE = new byte[20 * 1024 * 1024];

    static {
        new Random(1).nextBytes(DENSE);
        for (int i = 0; i < SPARSE.length; i++) {
            SPARSE[i] = (byte) (i / 1000);
        }
    }

    @TempDir
    Path spools;

    @TempDir
    Path files;

    private final AwsBackend aws;
    private final AtomicLong clock = new AtomicLong(System.nanoTime());

    StreamedAttributesTest(AwsBackend aws) {
        this.aws = aws;
    }

    private LateShelf shelf(Door door) {
        return new LateShelf(
                aws,
                door,
                settings -> settings.temporaryFolder(spools)
                        .maxPayloadBytes(1024)
                        .maxStreamedBytes(DENSE.length)
                        .nanoTime(clock::get),
                table -> table);
    }

    @AfterEach
    void leavesNoSpool() {
        Shelf.eventually(() -> openSpools() == 0);
    }

    /** Linux only; elsewhere there is nothing to see. */
    private long openSpools() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(each -> target(each).startsWith(spools.toString()))
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static CompletableFuture<PutItemResponse> startPut(LateShelf shelf, Map<String, AttributeValue> item) {
        return shelf.client.start(
                Operation.PUT_ITEM,
                PutItemRequest.builder().tableName(shelf.table).item(item).build());
    }

    private static byte[] read(LateShelf shelf, int place) throws IOException {
        try (InputStream in = streamed(shelf.get(place).get("movie")).open()) {
            return in.readAllBytes();
        }
    }

    /** A stream that yields one buffer, and the rest when it is told to; closing it breaks it off. */
    private static final class SlowStream extends FilterInputStream {

        final CountDownLatch waiting = new CountDownLatch(1);
        final CompletableFuture<Void> gate = new CompletableFuture<>();
        final CountDownLatch closed = new CountDownLatch(1);
        private boolean begun;

        SlowStream(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (begun) {
                waiting.countDown();
                gate.join();
                if (closed.getCount() == 0) {
                    throw new IOException("closed");
                }
            }
            begun = true;
            return super.read(target, offset, count);
        }

        @Override
        public void close() {
            closed.countDown();
            gate.complete(null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeOnesAreStoredFromEverySourceAndReadBack(Door door) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LateShelf shelf = shelf(door)) {
            int place = 0;
            for (byte[] bytes : new byte[][] {DENSE, SPARSE}) {
                List<StreamedPayload> sources = List.of(
                        StreamedPayload.of(Files.write(files.resolve("source"), bytes)),
                        StreamedPayload.of(new ByteArrayInputStream(bytes)),
                        StreamedPayload.of(InputStreamPublisher.of(() -> new ByteArrayInputStream(bytes), threads)));
                for (StreamedPayload source : sources) {
                    shelf.put(item(++place, "movie", handle(source)));

                    assertThat(Arrays.equals(read(shelf, place), bytes)).isTrue();
                    Path copy = files.resolve("copy-" + place);
                    streamed(shelf.get(place).get("movie")).copyTo(copy);
                    assertThat(Files.size(copy)).isEqualTo(bytes.length);
                    assertThat(openSpools()).isZero();
                }
            }
            assertThat(shelf.objects()).isEqualTo(shelf.references());
            shelf.countS3();
            shelf.put(shelf.get(1));
            assertThat(shelf.s3Methods()).contains("PUT copy").doesNotContain("GET", "PUT");
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainBytesAreTakenAsWell(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            shelf.put(item(1, "movie", Bench.b((byte) 1, (byte) 2)));

            assertThat(read(shelf, 1)).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeOrBreaksOffIsNotStored(Door door) {
        try (LateShelf shelf = shelf(door)) {
            InputStream broken = new FilterInputStream(new ByteArrayInputStream(new byte[0])) {
                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    throw new IOException("broken off");
                }
            };

            assertThatThrownBy(() ->
                            shelf.put(item(1, "movie", handle(StreamedPayload.of(new byte[DENSE.length + 1])))))
                    .isInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContainingAll("maxStreamedBytes", "PutItem", "was not sent", "'movie'");
            assertThatThrownBy(() -> shelf.put(item(1, "movie", handle(StreamedPayload.of(broken)))))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContainingAll("broken off", "was not sent", "'movie'");
            InputStream once = new ByteArrayInputStream(new byte[10]);
            StreamedPayload used = StreamedPayload.of(once);
            shelf.put(item(2, "movie", handle(used)));
            assertThatThrownBy(() -> shelf.put(item(1, "movie", handle(used))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("new stream");

            assertThat(shelf.sent("PutItem")).isEqualTo(1);
            assertThat(shelf.objects()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfBytesIsNoText(Door door) {
        try (LateShelf shelf = shelf(door)) {
            for (String name : List.of("body", "note", "data")) {
                assertThatThrownBy(() -> shelf.put(item(1, name, handle(StreamedPayload.of(new byte[] {(byte) 0xff})))))
                        .isInstanceOf(RefusedRequestException.class)
                        .hasMessageContainingAll("'" + name + "'", "type S");
            }
            assertThat(shelf.sent("PutItem")).isZero();
            assertThat(shelf.objects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatIsRefusedForOneValueStopsReadingTheOther(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            SlowStream slow = new SlowStream(DENSE);

            assertThatThrownBy(() -> shelf.client.call(
                            Operation.TRANSACT_WRITE_ITEMS,
                            TransactWriteItemsRequest.builder()
                                    .transactItems(
                                            one -> one.put(put -> put.tableName(shelf.table)
                                                    .item(item(1, "movie", handle(StreamedPayload.of(slow))))),
                                            two -> two.put(put -> put.tableName(shelf.table)
                                                    .item(item(2, "body", Bench.b((byte) 1)))))
                                    .build()))
                    .isInstanceOf(RefusedRequestException.class);

            assertThat(slow.closed.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(shelf.sent("TransactWriteItems")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatIsSilentKeepsNobodyElseWaiting(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            shelf.put(item(9, "body", s("other")));
            SlowStream slow = new SlowStream(Arrays.copyOf(DENSE, 1_000_000));

            CompletableFuture<PutItemResponse> put =
                    startPut(shelf, item(1, "movie", handle(StreamedPayload.of(slow))));
            assertThat(slow.waiting.await(30, TimeUnit.SECONDS)).isTrue();

            shelf.put(item(2, "body", s("meanwhile")));
            assertThat(shelf.get(2).get("body")).isEqualTo(s("meanwhile"));
            assertThat(put).isNotDone();
            slow.gate.complete(null);
            put.get(30, TimeUnit.SECONDS);
            assertThat(Arrays.equals(read(shelf, 1), Arrays.copyOf(DENSE, 1_000_000)))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ASYNC")
    void whoGivesUpWhileItIsReadClosesTheSourceAndStoresNothing(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            SlowStream slow = new SlowStream(DENSE);
            CompletableFuture<PutItemResponse> put =
                    startPut(shelf, item(1, "movie", handle(StreamedPayload.of(slow))));
            assertThat(slow.waiting.await(30, TimeUnit.SECONDS)).isTrue();
            shelf.countS3();

            put.cancel(true);

            assertThat(slow.closed.await(30, TimeUnit.SECONDS)).isTrue();
            Shelf.eventually(() -> openSpools() == 0);
            assertThat(shelf.sent("PutItem")).isZero();
            assertThat(shelf.s3Calls()).isZero();
            assertThat(shelf.objects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "BLOCKING")
    void whoIsInterruptedWhileItIsReadClosesTheSourceAndStoresNothing(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            SlowStream slow = new SlowStream(DENSE);
            CompletableFuture<Throwable> seen = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    shelf.put(item(1, "movie", handle(StreamedPayload.of(slow))));
                } catch (Throwable e) {
                    seen.complete(e);
                }
            });
            caller.start();
            assertThat(slow.waiting.await(30, TimeUnit.SECONDS)).isTrue();

            caller.interrupt();

            assertThat(seen.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(software.amazon.awssdk.core.exception.AbortedException.class)
                    .hasNoSuppressedExceptions();
            assertThat(slow.closed.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(shelf.sent("PutItem")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDeadlineOfAWriteBeginsWithItsUpload(Door door) throws Exception {
        try (LateShelf shelf = shelf(door)) {
            InputStream hours = new FilterInputStream(new ByteArrayInputStream(new byte[100])) {
                @Override
                public int read(byte[] target, int offset, int count) throws IOException {
                    clock.addAndGet(
                            StorePolicy.DEFAULT.writeDeadline().multipliedBy(2).toNanos());
                    return super.read(target, offset, count);
                }
            };

            shelf.put(item(1, "movie", handle(StreamedPayload.of(hours))));

            assertThat(read(shelf, 1)).hasSize(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfTheCallersIsRefusedBeforeAnythingIsUploaded(Door door) {
        try (LateShelf shelf = shelf(door)) {
            shelf.countS3();

            assertThatThrownBy(() -> shelf.client.call(
                            Operation.TRANSACT_WRITE_ITEMS,
                            TransactWriteItemsRequest.builder()
                                    .clientRequestToken("mine")
                                    .transactItems(write -> write.put(put -> put.tableName(shelf.table)
                                            .item(item(1, "movie", handle(StreamedPayload.of(DENSE))))))
                                    .build()))
                    .isInstanceOf(RefusedRequestException.class)
                    .hasMessageContaining("ClientRequestToken");

            assertThat(shelf.s3Calls()).isZero();
            assertThat(shelf.sent("TransactWriteItems")).isZero();
        }
    }
}
