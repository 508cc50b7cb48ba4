package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.test.servers.AwsBackend;
import io.github.s3backed.test.servers.AwsTest;
import io.github.s3backed.test.servers.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How many requests to S3 are under way at once. */
@AwsTest
@Timeout(120)
class ReadWindowTest {

    private static final int ITEMS = 100;
    private static final int BATCH = 25;

    private final AwsBackend aws;

    ReadWindowTest(AwsBackend aws) {
        this.aws = aws;
    }

    @ParameterizedTest
    @CsvSource({"ASYNC, ASYNC, 16", "ASYNC, BLOCKING, 16", "BLOCKING, ASYNC, 16", "BLOCKING, BLOCKING, 3"})
    void aQueryFetchesAsManyObjectsAtOnceAsAllowed(Door door, S3Side side, int window) {
        try (Shelf shelf = new Shelf(aws, door, side, settings -> settings.concurrency(window))) {
            fill(shelf);
            Rows rows = new Rows("GET", window, ITEMS);
            shelf.s3Gate.forget();
            shelf.s3Gate.passages(rows::passage);

            List<Map<String, AttributeValue>> items =
                    shelf.client.call(Operation.QUERY, shelf.queryRequest()).items();

            assertThat(items).extracting(item -> item.get("body").s()).isEqualTo(texts(ITEMS));
            assertThat(shelf.s3Gate.mostUnderWay()).isEqualTo(window);
        }
    }

    private static void fill(Shelf shelf) {
        for (int from = 0; from < ITEMS; from += BATCH) {
            shelf.client.call(
                    Operation.BATCH_WRITE_ITEM,
                    shelf.batchRequest(IntStream.range(from, from + BATCH)
                            .mapToObj(i -> Shelf.item(i, "text " + i))
                            .toList()));
        }
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
    }

    @ParameterizedTest
    @CsvSource({"ASYNC, ASYNC, 16", "ASYNC, BLOCKING, 16", "BLOCKING, ASYNC, 16", "BLOCKING, BLOCKING, 3"})
    void aBatchUploadsAsManyObjectsAtOnceAsAllowed(Door door, S3Side side, int window) {
        try (Shelf shelf = new Shelf(aws, door, side, settings -> settings.concurrency(window))) {
            shelf.put(999, "first"); // The store knows the table from now on.
            Rows rows = new Rows("PUT", window, BATCH);
            shelf.s3Gate.forget();
            shelf.s3Gate.passages(rows::passage);

            shelf.client.call(
                    Operation.BATCH_WRITE_ITEM,
                    shelf.batchRequest(IntStream.range(0, BATCH)
                            .mapToObj(i -> Shelf.item(i, "text " + i))
                            .toList()));

            assertThat(shelf.objects()).hasSize(BATCH + 1);
            assertThat(shelf.s3Gate.mostUnderWay()).isEqualTo(window);
        }
    }

    @ParameterizedTest
    @CsvSource({"ASYNC, ASYNC", "BLOCKING, BLOCKING"})
    void aBatchUploadsAsManyBytesAtOnceAsAllowed(Door door, S3Side side) {
        int size = 10_000;
        int fitting = 3;
        try (Shelf shelf =
                new Shelf(aws, door, side, settings -> settings.maxBytesInFlight(fitting * size + size / 2))) {
            shelf.put(999, "first");
            Rows rows = new Rows("PUT", fitting, BATCH);
            shelf.s3Gate.forget();
            shelf.s3Gate.passages(rows::passage);

            shelf.client.call(Operation.BATCH_WRITE_ITEM, shelf.batchRequest(images(size)));

            assertThat(shelf.objects()).hasSize(BATCH + 1);
            assertThat(shelf.s3Gate.mostUnderWay()).isEqualTo(fitting);
        }
    }

    @ParameterizedTest
    @CsvSource({"ASYNC, ASYNC", "BLOCKING, BLOCKING"})
    void objectsThatAreLargerThanAllowedTravelOneByOne(Door door, S3Side side) {
        try (Shelf shelf = new Shelf(aws, door, side, settings -> settings.maxBytesInFlight(5_000))) {
            shelf.put(999, "first");
            shelf.s3Gate.forget();

            shelf.client.call(Operation.BATCH_WRITE_ITEM, shelf.batchRequest(images(10_000)));

            assertThat(shelf.objects()).hasSize(BATCH + 1);
            assertThat(shelf.s3Gate.mostUnderWay()).isEqualTo(1);
        }
    }

    /** Items with bytes that no compressor makes smaller. */
    private static List<Map<String, AttributeValue>> images(int size) {
        Random random = new Random(1);
        return IntStream.range(0, BATCH)
                .mapToObj(i -> {
                    byte[] image = new byte[size];
                    random.nextBytes(image);
                    return Shelf.item(i, image);
                })
                .toList();
    }

    /** Lets requests of one method pass in rows: a row is full, or holds the last of all. */
    private static final class Rows {

        private final String method;
        private final int width;
        private final int all;
        private int arrived;
        private List<CompletableFuture<?>> row = new ArrayList<>();

        Rows(String method, int width, int all) {
            this.method = method;
            this.width = width;
            this.all = all;
        }

        Passage passage(SdkHttpRequest request) {
            if (!request.method().name().equals(method)) {
                return Passage.free();
            }
            CompletableFuture<?> gate = new CompletableFuture<>();
            enter(gate).forEach(open -> open.complete(null));
            return Passage.requestHeld(gate);
        }

        /** The row that may pass. */
        private synchronized List<CompletableFuture<?>> enter(CompletableFuture<?> gate) {
            arrived++;
            row.add(gate);
            if (row.size() < width && arrived < all) {
                return List.of();
            }
            List<CompletableFuture<?>> full = row;
            row = new ArrayList<>();
            return full;
        }
    }
}
