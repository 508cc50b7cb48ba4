package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.Bench.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.dynamodb.RegisterHistory.Kind;
import io.github.s3backed.dynamodb.RegisterHistory.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A few rounds on two items: in each, all racers write or read at once, and then all is quiet and what they touched is read. */
final class Race {

    static final int ROUNDS = 4;
    private static final int STARTERS = 3;

    private final Racetrack track;
    private final Random random;
    private final String name;
    private final ExecutorService threads;
    private final RaceTally tally;
    private final Map<String, RegisterHistory> histories = new HashMap<>();
    private final Map<String, String> last = new HashMap<>();
    private final Set<String> observedBefore = new HashSet<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Set<String> touched = new HashSet<>();

    Race(Racetrack track, Random random, String name, ExecutorService threads, RaceTally tally) {
        this.track = track;
        this.random = random;
        this.name = name;
        this.threads = threads;
        this.tally = tally;
        for (String id : List.of(name + "-a", name + "-b")) {
            histories.put(id, new RegisterHistory());
        }
    }

    void run(AtomicInteger roundsLeft) throws Exception {
        for (int round = 0; round < ROUNDS && roundsLeft.getAndDecrement() > 0; round++) {
            race(round);
            for (String id : touched) {
                last.put(id, judge(id));
            }
            touched.clear();
        }
        histories.forEach((id, history) -> assertThat(history.isLinearizable())
                .as("the history of %s has an order:\n%s", id, history)
                .isTrue());
    }

    /** The items, and whether what their objects' owners were told may hide that an object is left over. */
    Map<String, Boolean> doubtful() {
        Map<String, Boolean> items = new HashMap<>();
        histories.keySet().forEach(id -> items.put(id, observedBefore.contains(id) || ambiguous.contains(id)));
        return items;
    }

    private void race(int round) throws Exception {
        CyclicBarrier start = new CyclicBarrier(STARTERS);
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < STARTERS; i++) {
            Racetrack.Racer racer = track.racers.get(i % track.racers.size());
            Runnable run = draw(racer, name + "-" + round + "-" + i);
            runs.add(threads.submit(() -> {
                start.await();
                run.run();
                return null;
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }
    }

    // ---- what a racer does ----

    private Runnable draw(Racetrack.Racer racer, String value) {
        String id = name + (random.nextInt(4) == 0 ? "-b" : "-a");
        touched.add(id);
        String expected = last.get(id);
        return switch (random.nextInt(16)) {
            case 0, 1, 12 -> single(racer, id, Kind.PUT, value, null);
            case 2 -> single(racer, id, Kind.PUT_IF_ABSENT, value, null);
            case 3, 4 -> single(racer, id, Kind.PUT_IF_SAME, value, expected == null ? "none" : expected);
            case 5, 6 -> update(racer, id, Kind.PUT, value);
            case 7 -> update(racer, id, Kind.KEEP_OR_PUT, value);
            case 8 -> single(racer, id, Kind.DELETE, null, null);
            case 9 -> single(racer, id, Kind.DELETE_IF_SAME, null, expected == null ? "none" : expected);
            case 10 -> batch(racer, value);
            case 11 -> transaction(racer, value);
            default -> () -> look(racer, id);
        };
    }

    private Runnable single(
            Racetrack.Racer racer, String id, Kind kind, @Nullable String value, @Nullable String expected) {
        return () -> write(racer, Map.of(id, new RaceWrite(kind, value, expected)), header -> {
            String condition = switch (kind) {
                case PUT_IF_ABSENT -> "attribute_not_exists(id)";
                case PUT_IF_SAME, DELETE_IF_SAME -> "n = :n";
                default -> null;
            };
            Map<String, AttributeValue> values = expected == null ? null : Map.of(":n", s(expected));
            if (value == null) {
                racer.client.call(
                        Operation.DELETE_ITEM,
                        DeleteItemRequest.builder()
                                .tableName(track.table)
                                .key(Map.of("id", s(id)))
                                .conditionExpression(condition)
                                .expressionAttributeValues(values)
                                .overrideConfiguration(header)
                                .build());
            } else {
                racer.client.call(
                        Operation.PUT_ITEM,
                        PutItemRequest.builder()
                                .tableName(track.table)
                                .item(track.item(id, value))
                                .conditionExpression(condition)
                                .expressionAttributeValues(values)
                                .overrideConfiguration(header)
                                .build());
            }
        });
    }

    private Runnable update(Racetrack.Racer racer, String id, Kind kind, String value) {
        if (kind == Kind.KEEP_OR_PUT) {
            observedBefore.add(id);
        }
        String expression = kind == Kind.KEEP_OR_PUT
                ? "SET body = if_not_exists(body, :v), n = if_not_exists(n, :v)"
                : "SET body = :v, n = :v";
        return () -> write(
                racer,
                Map.of(id, new RaceWrite(kind, value, null)),
                header -> racer.client.call(
                        Operation.UPDATE_ITEM,
                        UpdateItemRequest.builder()
                                .tableName(track.table)
                                .key(Map.of("id", s(id)))
                                .updateExpression(expression)
                                .expressionAttributeValues(Map.of(":v", s(value)))
                                .overrideConfiguration(header)
                                .build()));
    }

    private Runnable batch(Racetrack.Racer racer, String value) {
        observedBefore.addAll(histories.keySet());
        touched.addAll(histories.keySet());
        return () -> write(
                racer,
                both(value, Kind.PUT, Kind.DELETE),
                header -> racer.client.call(
                        Operation.BATCH_WRITE_ITEM,
                        BatchWriteItemRequest.builder()
                                .requestItems(Map.of(
                                        track.table,
                                        List.of(
                                                WriteRequest.builder()
                                                        .putRequest(put -> put.item(track.item(name + "-a", value)))
                                                        .build(),
                                                WriteRequest.builder()
                                                        .deleteRequest(
                                                                delete -> delete.key(Map.of("id", s(name + "-b"))))
                                                        .build())))
                                .overrideConfiguration(header)
                                .build()));
    }

    private Runnable transaction(Racetrack.Racer racer, String value) {
        observedBefore.addAll(histories.keySet());
        touched.addAll(histories.keySet());
        return () -> write(
                racer,
                both(value, Kind.PUT_ONCE, Kind.PUT_ONCE),
                header -> racer.client.call(
                        Operation.TRANSACT_WRITE_ITEMS,
                        TransactWriteItemsRequest.builder()
                                .transactItems(
                                        item -> item.put(put ->
                                                put.tableName(track.table).item(track.item(name + "-a", value))),
                                        item -> item.update(update -> update.tableName(track.table)
                                                .key(Map.of("id", s(name + "-b")))
                                                .updateExpression("SET body = :v, n = :v")
                                                .expressionAttributeValues(Map.of(":v", s(value)))))
                                .overrideConfiguration(header)
                                .build()));
    }

    private Map<String, RaceWrite> both(String value, Kind a, Kind b) {
        return Map.of(
                name + "-a", new RaceWrite(a, value, null),
                name + "-b", new RaceWrite(b, b == Kind.DELETE ? null : value, null));
    }

    // ---- what it is told ----

    private interface Call {
        void with(AwsRequestOverrideConfiguration header);
    }

    private void write(Racetrack.Racer racer, Map<String, RaceWrite> writes, Call call) {
        String header = track.clock.incrementAndGet() + "";
        racer.faults.follow(header, writes.values());
        Result result;
        try {
            call.with(AwsRequestOverrideConfiguration.builder()
                    .putHeader(RaceFaults.WRITE, header)
                    .build());
            result = Result.DONE;
        } catch (RuntimeException e) {
            result = resultOf(e, writes);
        }
        long end = track.clock.incrementAndGet();
        racer.faults.forget(header);
        tally.count(result);
        synchronized (this) {
            for (Map.Entry<String, RaceWrite> write : writes.entrySet()) {
                if (write.getValue().ambiguous) {
                    ambiguous.add(write.getKey());
                }
                if (result != null) {
                    write.getValue().tell(histories.get(write.getKey()), result, end);
                }
            }
        }
    }

    /** Null if nothing was done: then the server must not have got anything, either. */
    private static @Nullable Result resultOf(RuntimeException failure, Map<String, RaceWrite> writes) {
        if (failure instanceof WriteCommittedException) {
            return Result.DONE;
        }
        if (OutcomeUnknownException.isNotedIn(failure)) {
            return Result.UNKNOWN;
        }
        if (failure instanceof ConditionalCheckFailedException) {
            return Result.REFUSED;
        }
        assertThat(writes.values())
                .as("a write that failed for certain, with %s", failure)
                .noneMatch(RaceWrite::reachedTheServer);
        return null;
    }

    private void look(Racetrack.Racer racer, String id) {
        long start = track.clock.incrementAndGet();
        try {
            String value = read(racer.client, track.table, id);
            tally.reads.incrementAndGet();
            synchronized (this) {
                histories.get(id).read(value, start, track.clock.incrementAndGet());
            }
        } catch (DanglingReferenceException e) {
            throw e;
        } catch (ContendedReadException e) {
            tally.contended.incrementAndGet();
        } catch (S3BackedException | SdkException e) {
            // The network failed once too often.
        }
    }

    private @Nullable String judge(String id) {
        long start = track.clock.incrementAndGet();
        String value = read(track.judge.client, track.table, id);
        histories.get(id).read(value, start, track.clock.incrementAndGet());
        return value;
    }

    /** The value of an item, whole. */
    static @Nullable String read(Door.Client client, String table, String id) {
        Map<String, AttributeValue> item = client.call(
                        Operation.GET_ITEM,
                        GetItemRequest.builder()
                                .tableName(table)
                                .key(Map.of("id", s(id)))
                                .consistentRead(true)
                                .build())
                .item();
        if (item.isEmpty()) {
            return null;
        }
        assertThat(item.get("body"))
                .as("both attributes of %s are of one write", id)
                .isEqualTo(item.get("n"));
        return item.get("body").s();
    }
}
