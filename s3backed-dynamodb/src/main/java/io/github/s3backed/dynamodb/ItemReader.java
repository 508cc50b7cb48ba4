package io.github.s3backed.dynamodb;

import io.github.s3backed.core.BlobNotFoundException;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.Reference;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Puts payloads in the places of their references in items. */
final class ItemReader {

    /** How often a reference may change while its object is looked for, before the reader gives up. */
    private static final int READS = 5;

    private final Events events;
    private final LongSupplier nanoTime;
    private final Scope scope;
    private final Observer later;

    /** @param later looks at items after the request has ended */
    ItemReader(Events events, LongSupplier nanoTime, Scope scope, Observer later) {
        this.scope = scope;
        this.later = later;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /**
     * An item as the caller is to see it.
     *
     * @param key the item's primary key
     * @param known payloads that need not be fetched, by their references
     */
    CompletionStage<Map<String, AttributeValue>> read(
            TablePlan table,
            Map<String, AttributeValue> item,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> known) {
        return load(table, item, key, known)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Failures.unwrap(failure) instanceof MissingObject missing
                                ? missing.cause()
                                : Failures.unwrap(failure)));
    }

    /** An item with its payloads unread, also of attributes that are fetched with their items. */
    Map<String, AttributeValue> readLater(
            TablePlan table, Map<String, AttributeValue> item, Map<String, AttributeValue> key) {
        Map<String, AttributeValue> unread = new HashMap<>(item);
        for (String name : table.offloaded()) {
            AttributeValue stored = item.get(name);
            if (stored != null) {
                AttributePlan attribute = table.attribute(name);
                Optional<AttributeValue> later = attribute.unread(
                        stored, table.contexts(key, name), late(table, name, key, attribute.reference(stored)));
                later.ifPresent(value -> unread.put(name, value));
            }
        }
        return unread;
    }

    /** Hears of a read of one attribute that happens after its item was read. */
    LateRead late(TablePlan table, String name, Map<String, AttributeValue> key, Optional<Reference> reference) {
        return reference
                .<LateRead>map(held -> new LateReads(table, name, key, held, later, events))
                .orElseGet(LateRead::unobserved);
    }

    private CompletionStage<Map<String, AttributeValue>> load(
            TablePlan table,
            Map<String, AttributeValue> item,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> known) {
        Map<String, CompletableFuture<AttributeValue>> reads = new LinkedHashMap<>();
        for (String name : table.offloaded()) {
            AttributeValue stored = item.get(name);
            if (stored != null) {
                reads.put(name, readOne(table, name, stored, key, known));
            }
        }
        if (reads.isEmpty()) {
            return CompletableFuture.completedFuture(item);
        }
        return CompletableFuture.allOf(reads.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, AttributeValue> read = new HashMap<>(item);
                    reads.forEach((name, value) -> read.put(name, value.join()));
                    return read;
                });
    }

    private CompletableFuture<AttributeValue> readOne(
            TablePlan table,
            String name,
            AttributeValue stored,
            Map<String, AttributeValue> key,
            Map<String, AttributeValue> known) {
        AttributeValue given = stored.s() == null ? null : known.get(stored.s());
        if (given != null) {
            return CompletableFuture.completedFuture(given);
        }
        AttributePlan attribute = table.attribute(name);
        Optional<Reference> reference = attribute.reference(stored);
        LateRead late = late(table, name, key, reference);
        if (!attribute.isEager()) {
            return attribute
                    .read(stored, table.contexts(key, name), scope, late)
                    .toCompletableFuture();
        }
        long start = nanoTime.getAsLong();
        return attribute
                .read(stored, table.contexts(key, name), scope, late)
                .toCompletableFuture()
                .handle((value, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(MissingObject.named(Failures.unwrap(failure), reference));
                    }
                    reference.ifPresent(fetched -> events.emit(new S3BackedEvent.Fetched(
                            table.name(), name, fetched, Duration.ofNanos(nanoTime.getAsLong() - start))));
                    return value;
                });
    }

    /** Which of an item's objects is missing. */
    private static final class MissingObject extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Reference reference;
        private final BlobNotFoundException cause;

        MissingObject(Reference reference, BlobNotFoundException cause) {
            super(cause);
            this.reference = reference;
            this.cause = cause;
        }

        static Throwable named(Throwable failure, Optional<Reference> reference) {
            return failure instanceof BlobNotFoundException missing && reference.isPresent()
                    ? new MissingObject(reference.get(), missing)
                    : failure;
        }

        BlobNotFoundException cause() {
            return cause;
        }
    }

    /**
     * As {@link #read}, for an item that may have been replaced since it was read: an object that is missing is looked for
     * once more through the item as it is now, as a whole.
     *
     * @param again reads the item consistently; an empty item if it is gone
     * @return empty if the item is gone
     */
    CompletionStage<Optional<Map<String, AttributeValue>>> readCurrent(
            TablePlan table,
            Map<String, AttributeValue> item,
            Map<String, AttributeValue> key,
            Supplier<CompletionStage<Map<String, AttributeValue>>> again) {
        return new CurrentRead(table, key, again).read(item, READS);
    }

    /** One item, until all of its objects were there. */
    private final class CurrentRead {

        private final TablePlan table;
        private final Map<String, AttributeValue> key;
        private final Supplier<CompletionStage<Map<String, AttributeValue>>> again;

        CurrentRead(
                TablePlan table,
                Map<String, AttributeValue> key,
                Supplier<CompletionStage<Map<String, AttributeValue>>> again) {
            this.table = table;
            this.key = key;
            this.again = again;
        }

        CompletionStage<Optional<Map<String, AttributeValue>>> read(Map<String, AttributeValue> item, int left) {
            return ItemReader.this
                    .load(table, item, key, Map.of())
                    .handle((read, failure) -> failure == null
                            ? CompletableFuture.completedFuture(Optional.of(read))
                            : lookAgain(Failures.unwrap(failure), left))
                    .thenCompose(Function.identity());
        }

        private CompletionStage<Optional<Map<String, AttributeValue>>> lookAgain(Throwable failure, int left) {
            return failure instanceof MissingObject missing
                    ? again.get().thenCompose(now -> compare(now, missing, left))
                    : CompletableFuture.failedFuture(failure);
        }

        private CompletionStage<Optional<Map<String, AttributeValue>>> compare(
                Map<String, AttributeValue> now, MissingObject missing, int left) {
            if (now.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            Optional<Held> dangling = table.references(now, key).stream()
                    .filter(held -> missing.reference.equals(held.reference()))
                    .findFirst();
            if (dangling.isPresent()) {
                // Its object was there before the reference was, and goes after it: it did not follow the rules.
                return CompletableFuture.failedFuture(new DanglingReferenceException(dangling.get(), missing.cause()));
            }
            return left > 1 ? read(now, left - 1) : CompletableFuture.failedFuture(contended(missing.cause()));
        }

        private ContendedReadException contended(BlobNotFoundException missing) {
            return new ContendedReadException(
                    "An item of table '" + table.name() + "' was replaced " + READS
                            + " times while its objects were fetched. Nothing is wrong with it; read it again.",
                    missing);
        }
    }
}
