package io.github.s3backed.simulator;

import io.github.s3backed.dynamodb.ItemCopy;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The coordinated clients of one actor. */
final class Clients {

    private final S3BackedDynamoDb s3backed;
    private final DynamoDbAsyncClient eager;
    private final Supplier<DynamoDbAsyncClient> makesLater;
    private @Nullable DynamoDbAsyncClient later;

    /** @param makesLater makes the client that fetches payloads when they are asked for; few schedules need it */
    Clients(S3BackedDynamoDb s3backed, DynamoDbAsyncClient plain, Supplier<DynamoDbAsyncClient> makesLater) {
        this.s3backed = s3backed;
        this.eager = s3backed.wrap(plain);
        this.makesLater = makesLater;
    }

    DynamoDbAsyncClient eager() {
        return eager;
    }

    DynamoDbAsyncClient later() {
        if (later == null) {
            later = makesLater.get();
        }
        return later;
    }

    CompletableFuture<Boolean> copy(Map<String, AttributeValue> from, Map<String, AttributeValue> to) {
        return s3backed.copyItem(eager, replacing(from, to));
    }

    CompletableFuture<Boolean> move(Map<String, AttributeValue> from, Map<String, AttributeValue> to) {
        return s3backed.moveItem(eager, replacing(from, to));
    }

    private static ItemCopy replacing(Map<String, AttributeValue> from, Map<String, AttributeValue> to) {
        return ItemCopy.from(Table.NAME, from)
                .to(Table.NAME, to)
                .replaceExisting(true)
                .build();
    }
}
