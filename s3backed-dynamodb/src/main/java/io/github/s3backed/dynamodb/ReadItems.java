package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;

/** The items of one answer while their payloads are fetched: one that fails does not hide the others. */
final class ReadItems {

    private final List<Reading> readings = new ArrayList<>();

    void add(Reading reading) {
        readings.add(reading);
    }

    CompletionStage<Void> whenAllEnded() {
        return CompletableFuture.allOf(readings.stream().map(Reading::item).toArray(CompletableFuture[]::new))
                .handle((done, failure) -> null);
    }

    /** After the end: the items that could be read and are there still. */
    List<Map<String, AttributeValue>> items() {
        return readings.stream().flatMap(reading -> reading.read().stream()).toList();
    }

    /** After the end: one item for each, empty where it could not be read or is gone. */
    List<Map<String, AttributeValue>> places() {
        return readings.stream().map(reading -> reading.read().orElse(Map.of())).toList();
    }

    /** Whether all were read, and some had to be looked for once more. */
    boolean isStale() {
        return readings.stream().allMatch(reading -> reading.failure().isEmpty())
                && readings.stream().anyMatch(Reading::isStale);
    }

    /** The response, or an error that holds it. */
    <R extends DynamoDbResponse> CompletionStage<R> outcome(R response) {
        List<UnreadableItemsException.Failure> failures =
                readings.stream().flatMap(reading -> reading.failure().stream()).toList();
        return failures.isEmpty()
                ? CompletableFuture.completedFuture(response)
                : CompletableFuture.failedFuture(new UnreadableItemsException(response, failures));
    }

    /**
     * One item.
     *
     * @param table null if it is of no registered one
     * @param item empty if it is gone
     */
    record Reading(
            @Nullable TablePlan table,
            Map<String, AttributeValue> key,
            CompletableFuture<Optional<Map<String, AttributeValue>>> item,
            @Nullable Staleness staleness) {

        static Reading of(
                @Nullable TablePlan table,
                Map<String, AttributeValue> key,
                CompletionStage<Optional<Map<String, AttributeValue>>> item) {
            return new Reading(table, key, item.toCompletableFuture(), null);
        }

        Reading with(Staleness noted) {
            return new Reading(table, key, item, noted);
        }

        private boolean isStale() {
            return staleness != null && staleness.stale;
        }

        private Optional<Map<String, AttributeValue>> read() {
            return item.isCompletedExceptionally() ? Optional.empty() : item.join();
        }

        private Optional<UnreadableItemsException.Failure> failure() {
            if (!item.isCompletedExceptionally()) {
                return Optional.empty();
            }
            Throwable cause =
                    Failures.unwrap(item.handle((value, failure) -> failure).join());
            return Optional.of(new UnreadableItemsException.Failure(table == null ? "" : table.name(), key, cause));
        }
    }

    /** Notes that an item had to be looked for once more. */
    static final class Staleness {

        private volatile boolean stale;

        <T> CompletionStage<T> noted(CompletionStage<T> again) {
            stale = true;
            return again;
        }
    }
}
