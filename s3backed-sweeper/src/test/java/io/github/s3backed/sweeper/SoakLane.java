package io.github.s3backed.sweeper;

import io.github.s3backed.dynamodb.UnreadableItemsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** One caller, who does one thing after the other: by chance, to items that many write or that it alone writes. */
final class SoakLane {

    private static final int GROUPS = 6;
    private static final int IDS = 8;
    private static final int OWN_IDS = 3;
    private static final int MOST_IN_BATCH = 5;
    private static final int MOST_IN_TRANSACTION = 3;

    private final String name;
    private final boolean writes;
    private final SplittableRandom random;
    private final Map<SoakPlace, SoakDoor> doors;
    private final List<SoakPlace> places;
    private final SoakTally tally;
    private final SoakOwned owned;
    private long counter;

    /** @param owned of this lane alone, while it works */
    SoakLane(String name, boolean writes, long seed, Map<SoakPlace, SoakDoor> doors, SoakTally tally, SoakOwned owned) {
        this.name = name;
        this.writes = writes;
        this.random = new SplittableRandom(seed);
        this.doors = doors;
        this.places = List.copyOf(doors.keySet());
        this.tally = tally;
        this.owned = owned;
    }

    /** Does one thing. Its stage does not fail. */
    CompletionStage<Void> step() {
        SoakPlace place = places.get(random.nextInt(places.size()));
        SoakDoor door = doors.get(place);
        int dice = random.nextInt(100);
        if (!writes) {
            return dice < 50 ? get(door, shared(place)) : dice < 75 ? batchGet(door, place) : query(door, place);
        }
        if (dice < 35) {
            return put(door, write(place));
        }
        if (dice < 55) {
            return update(door, write(place));
        }
        if (dice < 63) {
            return delete(door, write(place));
        }
        if (dice < 78) {
            return batchWrite(door, place);
        }
        return dice < 88 ? transact(door, place) : get(door, own(place));
    }

    private SoakKey shared(SoakPlace place) {
        return new SoakKey(place, "all-" + random.nextInt(GROUPS), "" + random.nextInt(IDS));
    }

    private SoakKey own(SoakPlace place) {
        return new SoakKey(place, name, "" + random.nextInt(OWN_IDS));
    }

    private SoakWrite write(SoakPlace place) {
        boolean own = random.nextBoolean();
        SoakValue value = place == SoakPlace.SHARED && random.nextBoolean()
                ? SoakValue.common(random)
                : SoakValue.random(random, name, ++counter);
        return new SoakWrite(own ? own(place) : shared(place), Optional.of(value), own);
    }

    /** Writes of different items, a few of them deletions. */
    private List<SoakWrite> writes(SoakPlace place, int most) {
        Map<SoakKey, SoakWrite> all = new LinkedHashMap<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            SoakWrite write = write(place);
            all.put(write.key(), random.nextInt(6) == 0 ? deletion(write) : write);
        }
        return List.copyOf(all.values());
    }

    private static SoakWrite deletion(SoakWrite write) {
        return new SoakWrite(write.key(), Optional.empty(), write.isOwned());
    }

    private CompletionStage<Void> put(SoakDoor door, SoakWrite write) {
        Map<String, AttributeValue> item = write.value().orElseThrow().item(write.key());
        return written(
                "put",
                List.of(write),
                () -> door.put()
                        .apply(PutItemRequest.builder()
                                .tableName(write.key().place().table())
                                .item(item)
                                .build())
                        .thenApply(done -> true));
    }

    private CompletionStage<Void> update(SoakDoor door, SoakWrite write) {
        Map<String, AttributeValue> values =
                prefixed(write.value().orElseThrow().payloads(write.key()));
        return written(
                "update",
                List.of(write),
                () -> door.update()
                        .apply(UpdateItemRequest.builder()
                                .tableName(write.key().place().table())
                                .key(write.key().attributes())
                                .updateExpression(SET)
                                .expressionAttributeNames(NAMES)
                                .expressionAttributeValues(values)
                                .build())
                        .thenApply(done -> true));
    }

    private static final String SET = "SET #stamp = :stamp, #body = :body, #data = :data";
    private static final Map<String, String> NAMES =
            Map.of("#stamp", SoakValue.STAMP, "#body", SoakValue.BODY, "#data", SoakValue.DATA);

    private static Map<String, AttributeValue> prefixed(Map<String, AttributeValue> values) {
        return values.entrySet().stream().collect(Collectors.toMap(entry -> ":" + entry.getKey(), Map.Entry::getValue));
    }

    private CompletionStage<Void> delete(SoakDoor door, SoakWrite write) {
        return written(
                "delete",
                List.of(deletion(write)),
                () -> door.delete()
                        .apply(DeleteItemRequest.builder()
                                .tableName(write.key().place().table())
                                .key(write.key().attributes())
                                .build())
                        .thenApply(done -> true));
    }

    private CompletionStage<Void> batchWrite(SoakDoor door, SoakPlace place) {
        List<SoakWrite> all = writes(place, MOST_IN_BATCH);
        List<WriteRequest> requests = all.stream()
                .map(write -> write.value().isPresent()
                        ? WriteRequest.builder()
                                .putRequest(put -> put.item(write.value().get().item(write.key())))
                                .build()
                        : WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(write.key().attributes()))
                                .build())
                .toList();
        return written(
                "batch write",
                all,
                () -> door.batchWrite()
                        .apply(BatchWriteItemRequest.builder()
                                .requestItems(Map.of(place.table(), requests))
                                .build())
                        .thenApply(response -> response.unprocessedItems().isEmpty()));
    }

    private CompletionStage<Void> transact(SoakDoor door, SoakPlace place) {
        List<SoakWrite> all = writes(place, MOST_IN_TRANSACTION);
        List<TransactWriteItem> items = all.stream().map(this::transacted).toList();
        return written(
                "transact",
                all,
                () -> door.transactWrite()
                        .apply(TransactWriteItemsRequest.builder()
                                .transactItems(items)
                                .build())
                        .thenApply(done -> true));
    }

    private TransactWriteItem transacted(SoakWrite write) {
        SoakKey key = write.key();
        String table = key.place().table();
        TransactWriteItem.Builder item = TransactWriteItem.builder();
        if (write.value().isEmpty()) {
            return item.delete(delete -> delete.tableName(table).key(key.attributes()))
                    .build();
        }
        SoakValue value = write.value().get();
        if (random.nextBoolean()) {
            return item.put(put -> put.tableName(table).item(value.item(key))).build();
        }
        return item.update(update -> update.tableName(table)
                        .key(key.attributes())
                        .updateExpression(SET)
                        .expressionAttributeNames(NAMES)
                        .expressionAttributeValues(prefixed(value.payloads(key))))
                .build();
    }

    private CompletionStage<Void> written(
            String operation, List<SoakWrite> all, Supplier<CompletionStage<Boolean>> call) {
        owned.attempted(all);
        return call.get().handle((whole, failure) -> {
            if (failure != null) {
                tally.failed(operation, failure);
            } else if (whole) {
                tally.done(operation);
                owned.acknowledged(all);
            } else {
                tally.count(operation + " in part");
            }
            return null;
        });
    }

    private CompletionStage<Void> get(SoakDoor door, SoakKey key) {
        boolean consistent = key.group().equals(name) || random.nextBoolean();
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

    private CompletionStage<Void> batchGet(SoakDoor door, SoakPlace place) {
        List<Map<String, AttributeValue>> keys = new ArrayList<>();
        for (int i = 0; i < MOST_IN_BATCH; i++) {
            Map<String, AttributeValue> key = shared(place).attributes();
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        KeysAndAttributes asked = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(random.nextBoolean())
                .build();
        return read(
                "batch get",
                place,
                door.batchGet()
                        .apply(BatchGetItemRequest.builder()
                                .requestItems(Map.of(place.table(), asked))
                                .build()),
                response -> response.responses().getOrDefault(place.table(), List.of()));
    }

    private CompletionStage<Void> query(SoakDoor door, SoakPlace place) {
        return read(
                "query",
                place,
                door.query()
                        .apply(QueryRequest.builder()
                                .tableName(place.table())
                                .keyConditionExpression("#group = :group")
                                .expressionAttributeNames(Map.of("#group", "group"))
                                .expressionAttributeValues(
                                        Map.of(":group", Field.s(shared(place).group())))
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
