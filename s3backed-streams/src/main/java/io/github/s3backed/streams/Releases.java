package io.github.s3backed.streams;

import io.github.s3backed.core.Reference;
import io.github.s3backed.dynamodb.DeclaredTable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/** Removes what records have released. */
final class Releases {

    private final Map<String, DeclaredTable> tables;
    private final TableWatch watch;
    private final DynamoDbClient client;
    private final Grace grace;

    Releases(Map<String, DeclaredTable> tables, TableWatch watch, DynamoDbClient client, Grace grace) {
        this.tables = tables;
        this.watch = watch;
        this.client = client;
        this.grace = grace;
    }

    /** Begins to remove what a record that was admitted has released. It does not fail: what it returns does. */
    Release begin(SourcedRecord record) {
        DeclaredTable table = tables.get(record.table());
        Release release = new Release(record, table);
        try {
            if (record.mayRelease()) {
                Map<Reference, Boolean> released = released(record, table);
                release.released(released.size());
                remove(removable(table, released), release);
            }
        } catch (RuntimeException e) {
            release.fail(e);
        }
        return release;
    }

    /** The references that the item has let go of, and whether the object of each is this item's alone. */
    private static Map<Reference, Boolean> released(SourcedRecord record, DeclaredTable table) {
        Map<String, AttributeValue> before = record.before();
        Set<String> kept = ImageStrings.of(record.data().newImage());
        Map<Reference, Boolean> released = new LinkedHashMap<>();
        for (String attribute : table.table().attributes().keySet()) {
            table.reference(before, attribute)
                    .filter(reference -> !kept.contains(reference.toString()))
                    .ifPresent(reference -> released.merge(
                            reference, table.isExclusive(before, attribute, reference), Boolean::logicalOr));
        }
        return released;
    }

    private Set<Reference> removable(DeclaredTable table, Map<Reference, Boolean> released) {
        if (released.isEmpty() || watch.facts(table).replicated()) {
            return Set.of();
        }
        return released.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void remove(Set<Reference> removable, Release release) {
        if (removable.isEmpty()) {
            return;
        }
        grace.require(release.record());
        Set<String> held = ImageStrings.of(itemNow(release.record()));
        removable.stream()
                .filter(reference -> !held.contains(reference.toString()))
                .forEach(reference -> release.removing(reference, delete(release.table(), reference)));
    }

    // The whole item: a projection costs as much, and would not show a reference in an attribute that nobody declared.
    private Map<String, AttributeValue> itemNow(SourcedRecord record) {
        return client.getItem(GetItemRequest.builder()
                        .tableName(record.table())
                        .key(record.data().keys())
                        .consistentRead(true)
                        .build())
                .item();
    }

    private static CompletableFuture<Void> delete(DeclaredTable table, Reference reference) {
        try {
            return table.delete(reference).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
