package io.github.s3backed.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Goal 3: a page of 100 items. Whoever does without the library asks for the same page and then for its objects, which is the
 * floor here; the gets alone, without the query that says what to get, are told as well.
 */
final class Pages implements Goal {

    private static final int ITEMS = 100;

    @Override
    public List<Figure> measure(Stand stand) {
        List<Figure> figures = new ArrayList<>();
        for (int size : new int[] {64 * Payloads.KIB, Payloads.MIB}) {
            for (String compressor : List.of("identity", "gzip")) {
                store(stand, compressor, size);
                for (Duration delay : Stand.DELAYS) {
                    figures.addAll(stand.delayed(delay, late -> measure(stand, compressor, size, late)));
                }
            }
        }
        return figures;
    }

    private static String id(String compressor, int size) {
        return "page-" + compressor + "-" + size;
    }

    private static void store(Stand stand, String compressor, int size) {
        byte[] bytes = compressor.equals("identity") ? Payloads.noise(size) : Payloads.jsonBytes(size);
        IntStream.range(0, ITEMS).forEach(i -> stand.gets().store(id(compressor, size), i, compressor, bytes));
    }

    private static List<Figure> measure(Stand stand, String compressor, int size, Duration delay) {
        String id = id(compressor, size);
        List<String> keys = stand.gets().keys(stand.bed(), id, compressor);
        String what = "page of 100 x " + size / Payloads.KIB + " KiB, " + compressor + ", " + delay.toMillis() + " ms";
        DynamoDbAsyncClient raw = stand.bed().dynamoDbAsync();
        DynamoDbAsyncClient ours = stand.gets().async();
        boolean large = size == Payloads.MIB;
        Lane page = Lane.inTurn("s3backed", () -> query(ours, id).join());
        Results results = stand.race(
                what,
                large ? 1 : 4,
                large ? 2 : 10,
                List.of(
                        Lane.inTurn(
                                "raw query and gets",
                                () -> query(raw, id)
                                        .thenCompose(answer -> getAll(stand, keys))
                                        .join()),
                        page,
                        Lane.inTurn("raw gets", () -> getAll(stand, keys).join())));
        if (large) {
            return large(stand, what, compressor, keys, results);
        }
        List<Figure> figures = new ArrayList<>(small(what, compressor, results));
        if (!delay.isZero() && compressor.equals("identity")) {
            figures.add(oneAfterTheOther(stand, what, keys, page));
        }
        return figures;
    }

    /** A race of its own, once a round: it takes seconds, and there is no doubt of who wins. */
    private static Figure oneAfterTheOther(Stand stand, String what, List<String> keys, Lane page) {
        Lane single = Lane.inTurn("one after the other", () -> {
            keys.forEach(key -> stand.byHand().getObject(Bed.GETS, key).join());
            return null;
        });
        Results results = stand.race(what + ", or one after the other", 1, 1, List.of(page, single));
        return Figure.atLeast(
                3,
                what + ": one after the other / p50",
                results.ratio("one after the other", "s3backed", Sample::p50Nanos),
                25);
    }

    static CompletableFuture<QueryResponse> query(DynamoDbAsyncClient client, String id) {
        return client.query(query -> query.tableName(Bed.TABLE)
                .keyConditionExpression("id = :id")
                .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(id))));
    }

    private static CompletableFuture<Void> getAll(Stand stand, List<String> keys) {
        return CompletableFuture.allOf(keys.stream()
                .map(key -> stand.byHand().getObject(Bed.GETS, key))
                .toArray(CompletableFuture[]::new));
    }

    private static List<Figure> small(String what, String compressor, Results results) {
        double limit = compressor.equals("gzip") ? 1.3 : 1.2;
        return List.of(
                Figure.atMost(
                        3,
                        what + ": p50 / (raw query + gets)",
                        results.ratio("s3backed", "raw query and gets", Sample::p50Nanos),
                        limit),
                Figure.atMost(
                        3,
                        what + ", its query included: p50 / raw gets alone",
                        results.ratio("s3backed", "raw gets", Sample::p50Nanos),
                        limit));
    }

    private static List<Figure> large(Stand stand, String what, String compressor, List<String> keys, Results results) {
        double rawWall = results.p50Nanos("raw query and gets");
        double cpu = results.cpuNanos("raw query and gets") + decodeNanos(stand, compressor, keys);
        double floor = Math.max(rawWall, cpu / Runtime.getRuntime().availableProcessors());
        return List.of(Figure.atMost(
                3,
                what + ": p50 / the larger of raw wall time and (raw CPU + decode CPU) / cores",
                results.p50Nanos("s3backed") / floor,
                1.4));
    }

    /** What decoding the page takes on one core: decompression and SHA-256, by themselves. */
    private static double decodeNanos(Stand stand, String compressor, List<String> keys) {
        byte[] stored = stand.byHand().getObject(Bed.GETS, keys.get(0)).join();
        return ITEMS * Decoding.nanos(compressor, stored);
    }
}
