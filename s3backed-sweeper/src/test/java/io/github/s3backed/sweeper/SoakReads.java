package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.UnreadableItemsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The reads of one caller, and what must hold of what they return. */
final class SoakReads {

    private final SplittableRandom random;
    private final SoakTally tally;
    private final SoakOwned owned;

    SoakReads(SplittableRandom random, SoakTally tally, SoakOwned owned) {
        this.random = random;
        this.tally = tally;
        this.owned = owned;
    }

    CompletionStage<Void> get(SoakDoor door, SoakKey key) {
        boolean consistent = owned.isOwned(key) || random.nextBoolean();
        return read(
                "get",
                key.place(),
                door.get()
                        .apply(GetItemRequest.builder()
                                .tableName(key.place().table())
                                .key(key.attributes())
                                .consistentRead(consistent)
                                .build()),
                response -> {
                    if (!response.hasItem() && !owned.allows(key, Optional.empty())) {
                        tally.violation("get: " + key + " is lost");
                    }
                    return response.hasItem() ? List.of(response.item()) : List.of();
                });
    }

    CompletionStage<Void> batchGet(SoakDoor door, SoakPlace place, List<SoakKey> asked) {
        List<Map<String, AttributeValue>> keys =
                asked.stream().distinct().map(SoakKey::attributes).toList();
        KeysAndAttributes keysAndMore = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(random.nextBoolean())
                .build();
        return read(
                "batch get",
                place,
                door.batchGet()
                        .apply(BatchGetItemRequest.builder()
                                .requestItems(Map.of(place.table(), keysAndMore))
                                .build()),
                response -> response.responses().getOrDefault(place.table(), List.of()));
    }

    CompletionStage<Void> query(SoakDoor door, SoakPlace place, String group) {
        return read(
                "query",
                place,
                door.query()
                        .apply(QueryRequest.builder()
                                .tableName(place.table())
                                .keyConditionExpression("#group = :group")
                                .expressionAttributeNames(Map.of("#group", "group"))
                                .expressionAttributeValues(Map.of(":group", Field.s(group)))
                                .build()),
                QueryResponse::items);
    }

    private <R extends DynamoDbResponse> CompletionStage<Void> read(
            String operation,
            SoakPlace place,
            CompletionStage<R> answer,
            Function<R, List<Map<String, AttributeValue>>> items) {
        return answer.handle((response, failure) -> {
            try {
                if (failure == null) {
                    items.apply(response).forEach(item -> check(place, item));
                    tally.done(operation);
                } else {
                    tally.failed(operation, failure);
                    checkOthers(place, failure);
                }
            } catch (RuntimeException e) {
                tally.violation(operation + ": " + e, e);
            }
            return null;
        });
    }

    /** One item that cannot be read does not hide the others, which must be right as well. */
    private void checkOthers(SoakPlace place, Throwable thrown) {
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (failure instanceof UnreadableItemsException unreadable) {
            if (unreadable.response() instanceof QueryResponse page) {
                page.items().forEach(item -> check(place, item));
            } else if (unreadable.response() instanceof BatchGetItemResponse batch) {
                batch.responses().getOrDefault(place.table(), List.of()).forEach(item -> check(place, item));
            }
        }
    }

    private void check(SoakPlace place, Map<String, AttributeValue> item) {
        SoakKey key = SoakKey.of(place, item);
        SoakValue value = SoakValue.of(key, item);
        tally.count("items checked");
        if (!owned.allows(key, Optional.of(value))) {
            tally.violation("read: " + key + " holds " + value.stamp() + ", which was replaced");
        }
    }
}
