package io.github.s3backed.sweeper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
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
    private final SoakReads reads;
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
        this.reads = new SoakReads(random.split(), tally, owned);
    }

    /** Does one thing. Its stage does not fail. */
    CompletionStage<Void> step() {
        SoakPlace place = places.get(random.nextInt(places.size()));
        SoakDoor door = doors.get(place);
        int dice = random.nextInt(100);
        if (!writes) {
            return dice < 50
                    ? reads.get(door, shared(place))
                    : dice < 75
                            ? reads.batchGet(door, place, sharedOnes(place))
                            : reads.query(door, place, shared(place).group());
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
        return dice < 88 ? transact(door, place) : reads.get(door, own(place));
    }

    private SoakKey shared(SoakPlace place) {
        return new SoakKey(place, "all-" + random.nextInt(GROUPS), "" + random.nextInt(IDS));
    }

    private List<SoakKey> sharedOnes(SoakPlace place) {
        return Stream.generate(() -> shared(place)).limit(MOST_IN_BATCH).toList();
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
}
