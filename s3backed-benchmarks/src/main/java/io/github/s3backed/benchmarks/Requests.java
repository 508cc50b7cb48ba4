package io.github.s3backed.benchmarks;

import java.util.List;
import java.util.UUID;

/** Goal 8: what is not sent. */
final class Requests implements Goal {

    private static final int COUNT = 50;
    /** Below the threshold, whatever is made of it. */
    private static final int SMALL = 2 * Payloads.KIB;

    private record Count(long s3, long dynamoDb) {}

    @Override
    public List<Figure> measure(Stand stand) {
        // What is asked for once per table and client has been by then.
        stand.puts().putItemBlocking("identity", Payloads.noise(64 * Payloads.KIB));
        Count small = count(stand, () -> {
            String id = UUID.randomUUID().toString();
            stand.puts()
                    .blocking()
                    .putItem(put -> put.tableName(Bed.TABLE).item(Ours.item(id, 0, "gzip", Payloads.noise(SMALL))));
            stand.puts().getItemBlocking(id, "gzip");
            stand.puts()
                    .blocking()
                    .deleteItem(delete -> delete.tableName(Bed.TABLE).key(ByHand.key(id)));
        });
        byte[] large = Payloads.noise(64 * Payloads.KIB);
        String[] ids = java.util.stream.IntStream.range(0, COUNT)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toArray(String[]::new);
        int[] next = {0};
        Count put = count(
                stand,
                () -> stand.puts()
                        .blocking()
                        .putItem(request ->
                                request.tableName(Bed.TABLE).item(Ours.item(ids[next[0]++], 0, "identity", large))));
        next[0] = 0;
        Count delete = count(
                stand,
                () -> stand.puts()
                        .blocking()
                        .deleteItem(request -> request.tableName(Bed.TABLE).key(ByHand.key(ids[next[0]++]))));
        return List.of(
                Figure.atMost(8, "requests to S3 per put, get and delete below the threshold", each(small.s3()), 0),
                Figure.atMost(8, "requests to DynamoDB per put of an offloaded payload", each(put.dynamoDb()), 1),
                Figure.atMost(8, "requests to S3 per put of an offloaded payload", each(put.s3()), 1),
                Figure.atMost(8, "requests to DynamoDB per delete of an item", each(delete.dynamoDb()), 1));
    }

    private static double each(long requests) {
        return (double) requests / COUNT;
    }

    private static Count count(Stand stand, Runnable operation) {
        long s3 = stand.bed().s3Server().requests();
        long dynamoDb = stand.bed().dynamoDbRequests();
        for (int i = 0; i < COUNT; i++) {
            operation.run();
        }
        return new Count(stand.bed().s3Server().requests() - s3, stand.bed().dynamoDbRequests() - dynamoDb);
    }
}
