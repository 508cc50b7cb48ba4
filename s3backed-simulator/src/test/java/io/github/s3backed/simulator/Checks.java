package io.github.s3backed.simulator;

import io.github.s3backed.core.BlobChangedException;
import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.BlobStoreException;
import io.github.s3backed.dynamodb.ContendedReadException;
import io.github.s3backed.dynamodb.OutcomeUnknownException;
import io.github.s3backed.dynamodb.OutdatedPayloadException;
import io.github.s3backed.dynamodb.UnreadableItemsException;
import io.github.s3backed.dynamodb.WriteCommittedException;
import io.github.s3backed.dynamodb.WriteExpiredException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The guarantees, and whether they hold. */
final class Checks {

    /** What may go wrong in a world where requests fail. Anything else is a fault of ours. */
    private static final List<Class<? extends Throwable>> EXPECTED = List.of(
            SdkException.class,
            BlobStoreException.class,
            BlobNotFoundException.class,
            BlobChangedException.class,
            OutdatedPayloadException.class,
            WriteExpiredException.class,
            WriteCommittedException.class,
            OutcomeUnknownException.class,
            ContendedReadException.class,
            UnreadableItemsException.class,
            CancellationException.class,
            IOException.class);

    private final Simulation simulation;
    private final Table table;
    private final Bucket bucket;
    private final History history;
    private boolean changed;

    Checks(Simulation simulation, Table table, Bucket bucket, History history) {
        this.history = history;
        this.simulation = simulation;
        this.table = table;
        this.bucket = bucket;
        bucket.onRemoval(this::removing);
    }

    History history() {
        return history;
    }

    // ---- after every step ----

    void written(String id, Map<String, AttributeValue> after) {
        history.add(id, simulation.step(), Shown.of(after, bucket));
        changed = true;
    }

    /** G3: nothing is removed that a request still under way would make an item refer to. */
    private void removing(String key) {
        changed = true;
        simulation.exchanges().forEach(exchange -> {
            if (exchange.referencesOnTheirWay().contains(key)) {
                throw new Violation("G3: the object " + key + " is removed while a request is under way that refers to"
                        + " it: " + exchange);
            }
        });
    }

    /** G1: no item refers to an object that is absent or holds other bytes. */
    void afterStep() {
        if (!changed) {
            return;
        }
        changed = false;
        for (String id : table.ids()) {
            References.keysIn(table.item(id)).forEach((attribute, key) -> {
                Bucket.Version found = bucket.current(key);
                if (found == null) {
                    throw new Violation("G1: the item " + id + " holds a reference in " + attribute
                            + " to an object that is not there: " + key);
                }
                if (!key.contains(found.sha256())) {
                    throw new Violation("G1: the object " + key + " of item " + id + " holds other bytes.");
                }
            });
        }
    }

    /** G4: once everything has come to rest and was swept, no object is left that no item refers to. */
    void afterSweep() {
        orphans().stream().findFirst().ifPresent(orphan -> {
            throw new Violation("G4: after the sweep there is an object that no item refers to: " + orphan.key());
        });
    }

    boolean hasOrphans() {
        return !orphans().isEmpty();
    }

    private List<Bucket.Version> orphans() {
        Set<String> referenced = new HashSet<>();
        table.ids()
                .forEach(id ->
                        referenced.addAll(References.keysIn(table.item(id)).values()));
        List<Bucket.Version> all = bucket.list();
        all.removeIf(version -> version.key().startsWith(SimulatedBlobStore.REGISTRY)
                || referenced.contains(version.key()) && version.equals(bucket.current(version.key())));
        return all;
    }

    // ---- at the end of an operation ----

    void ended(Operation operation, @Nullable Object response, @Nullable Throwable failure) {
        if (failure != null) {
            requireExpected(operation, failure, new HashSet<>());
            requireOutdated(operation, failure);
        }
        if (operation.cancelled) {
            return;
        }
        if (operation.act.isRead()) {
            if (response != null) {
                requireSeen(operation, response);
            } else if (isLost(operation, failure)) {
                throw new Violation("G1: " + operation + " has failed with " + failure);
            }
        } else if (failure == null) {
            requireDone(operation, response);
        } else {
            requireTruth(operation, failure);
        }
    }

    /** Who reads late, and cannot look at the item again, is told why not. */
    private static boolean isLost(Operation operation, @Nullable Throwable failure) {
        return failure instanceof BlobNotFoundException
                && (operation.act != Act.GET_LATE || failure.getSuppressed().length == 0);
    }

    private void requireOutdated(Operation operation, Throwable failure) {
        Subject subject = operation.subject;
        String read = operation.act.isOfOther() ? subject.other() : subject.id();
        if (failure instanceof OutdatedPayloadException
                && !history.hasChanged(read, operation.beganAt, simulation.step())) {
            throw new Violation("G1: " + operation + " has lost a payload of " + read + ", which did not change.");
        }
    }

    private static void requireExpected(Operation operation, Throwable failure, Set<Throwable> seen) {
        if (!seen.add(failure)) {
            return;
        }
        if (EXPECTED.stream().noneMatch(type -> type.isInstance(failure))) {
            throw new Violation("G1/G2: " + operation + " has failed with " + failure);
        }
        if (failure instanceof UnreadableItemsException unreadable) {
            unreadable.failures().forEach(each -> requireExpected(operation, each.cause(), seen));
        }
        if (failure.getCause() != null) {
            requireExpected(operation, failure.getCause(), seen);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            requireExpected(operation, suppressed, seen);
        }
    }

    /** A failure that does not say that the outcome is unknown says that nothing was done, nor ever will be. */
    private void requireTruth(Operation operation, Throwable failure) {
        if (failure instanceof WriteCommittedException) {
            if (operation.effects.isEmpty()) {
                throw new Violation("G3: " + operation + " was reported as committed, and was not: " + failure);
            }
            return;
        }
        if (isOfUnknownOutcome(failure)) {
            return;
        }
        if (!operation.effects.isEmpty()) {
            throw new Violation("G3: " + operation + " was reported as failed, and was done: " + failure);
        }
        simulation.exchanges().forEach(exchange -> {
            if (exchange.operation() == operation && exchange.mayHaveEffect()) {
                throw new Violation("G3: " + operation + " was reported as failed, and may be done yet: " + failure);
            }
        });
        if (failure instanceof ConditionalCheckFailedException refused && refused.hasItem()) {
            requireWas(operation, operation.subject.id(), Shown.of(refused.item()), operation.beganAt);
        }
    }

    private static boolean isOfUnknownOutcome(Throwable failure) {
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof OutcomeUnknownException) {
                return true;
            }
        }
        return failure instanceof OutcomeUnknownException;
    }

    private void requireDone(Operation operation, @Nullable Object response) {
        if (response instanceof Boolean wasThere && !wasThere) {
            requireNotDone(operation);
            return;
        }
        Set<String> expected = new HashSet<>(Set.of(operation.subject.id()));
        if (response instanceof BatchWriteItemResponse batch) {
            expected.add(operation.subject.other());
            batch.unprocessedItems().values().forEach(all -> all.forEach(write -> expected.remove(idOf(write))));
            batch.unprocessedItems().values().forEach(all -> all.forEach(write -> requireAsGiven(operation, write)));
        }
        expected.forEach(id -> {
            if (!operation.hasWritten(id)) {
                throw new Violation("G3: " + operation + " was reported as done, and " + id + " was not written.");
            }
        });
        requireImage(operation, response);
        requireCopies(operation);
    }

    private void requireNotDone(Operation operation) {
        if (!operation.effects.isEmpty()) {
            throw new Violation("G3: " + operation + " has found no item, and was done.");
        }
        requireWas(operation, operation.subject.other(), null, operation.beganAt);
    }

    /** What was written unread is what the item was that was read. */
    private void requireCopies(Operation operation) {
        if (!operation.act.writesUnread()) {
            return;
        }
        Subject subject = operation.subject;
        String read = operation.act.isOfOther() ? subject.other() : subject.id();
        for (Operation.Effect effect : operation.effects) {
            Shown after = Shown.of(effect.after(), bucket);
            if (after == null) {
                requireMoved(operation, Shown.of(effect.before(), bucket));
            } else if (!history.was(
                    read, seen -> isCopy(operation, seen, after), operation.beganAt, simulation.step())) {
                throw new Violation(
                        "G2: " + operation + " has stored " + after + ", which " + read + " was not meanwhile.");
            }
        }
    }

    private static boolean isCopy(Operation operation, @Nullable Shown seen, Shown after) {
        boolean whole = operation.act == Act.COPY_OF_OTHER || operation.act == Act.MOVE_OF_OTHER;
        String body = seen == null || seen.body() == null ? operation.subject.body() : seen.body();
        return whole ? after.equals(seen) : Objects.equals(body, after.body());
    }

    private void requireMoved(Operation operation, @Nullable Shown removed) {
        if (operation.effects.stream().noneMatch(effect -> Objects.equals(Shown.of(effect.after(), bucket), removed))) {
            throw new Violation("G2: " + operation + " has removed " + removed + ", which went nowhere.");
        }
    }

    private static String idOf(WriteRequest write) {
        Map<String, AttributeValue> key = write.putRequest() == null
                ? write.deleteRequest().key()
                : write.putRequest().item();
        return key.get(Table.KEY).s();
    }

    private static void requireAsGiven(Operation operation, WriteRequest write) {
        if (write.putRequest() != null
                && !operation
                        .subject
                        .body()
                        .equals(write.putRequest().item().get("body").s())) {
            throw new Violation("G2: " + operation + " handed back an unprocessed item that is not the caller's.");
        }
    }

    private void requireImage(Operation operation, @Nullable Object response) {
        Map<String, AttributeValue> image = response instanceof PutItemResponse put
                ? put.attributes()
                : response instanceof UpdateItemResponse update
                        ? update.attributes()
                        : response instanceof DeleteItemResponse delete ? delete.attributes() : Map.of();
        if (image.isEmpty()) {
            return;
        }
        Shown shown = Shown.of(image);
        boolean isNew = operation.act == Act.UPDATE_RETURNING_NEW;
        boolean right = operation.effects.stream()
                .map(effect -> Shown.of(isNew ? effect.after() : effect.before(), bucket))
                .anyMatch(shown::equals);
        if (!right) {
            throw new Violation("G2: " + operation + " has returned " + shown + ", which the item never was.");
        }
    }

    // ---- reads ----

    private void requireSeen(Operation operation, Object response) {
        Subject subject = operation.subject;
        if (response instanceof GetItemResponse get) {
            int from = operation.act == Act.GET_STALE ? 0 : operation.beganAt;
            requireWas(operation, subject.id(), Shown.of(get.item()), from);
        } else if (response instanceof QueryResponse query) {
            requireAll(operation, query.items(), Set.of(subject.id()));
        } else if (response instanceof ScanResponse scan) {
            requireAll(operation, scan.items(), Set.of(subject.id(), subject.other()));
        } else if (response instanceof BatchGetItemResponse batch) {
            Set<String> asked = new HashSet<>(Set.of(subject.id(), subject.other()));
            batch.unprocessedKeys().values().stream()
                    .map(KeysAndAttributes::keys)
                    .forEach(keys ->
                            keys.forEach(key -> asked.remove(key.get(Table.KEY).s())));
            requireAll(operation, batch.responses().getOrDefault(Table.NAME, List.of()), asked);
        } else if (response instanceof TransactGetItemsResponse transaction) {
            requireAtOnce(operation, transaction);
        }
    }

    private void requireAll(Operation operation, List<Map<String, AttributeValue>> items, Set<String> asked) {
        Map<String, @Nullable Shown> seen = new HashMap<>();
        asked.forEach(id -> seen.put(id, null));
        items.forEach(item -> seen.put(item.get(Table.KEY).s(), Shown.of(item)));
        seen.forEach((id, item) -> requireWas(operation, id, item, operation.beganAt));
    }

    private void requireWas(Operation operation, String id, @Nullable Shown item, int from) {
        if (!history.was(id, item, from, simulation.step())) {
            throw new Violation(
                    "G2: " + operation + " has seen " + id + " as " + item + ", which it was not meanwhile.");
        }
    }

    private void requireAtOnce(Operation operation, TransactGetItemsResponse response) {
        Shown first = Shown.of(response.responses().get(0).item());
        Shown second = Shown.of(response.responses().get(1).item());
        boolean possible = history.wereAtOnce(
                step -> Objects.equals(history.at(operation.subject.id(), step), first)
                        && Objects.equals(history.at(operation.subject.other(), step), second),
                operation.beganAt,
                simulation.step());
        if (!possible) {
            throw new Violation("G2: " + operation + " has seen " + first + " and " + second
                    + ", which the items were not at any one time.");
        }
    }
}
