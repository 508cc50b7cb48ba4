package io.github.s3backed.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Compares a table with its registration. */
final class TableShape {

    private TableShape() {}

    /** In what the table contradicts its registration, as sentences; empty if in nothing. */
    static List<String> contradictions(TablePlan plan, TableDescription table) {
        List<String> found = new ArrayList<>();
        List<String> key = keyOf(table);
        if (!key.equals(plan.keyAttributes())) {
            found.add("Table '" + plan.name() + "' has the key " + key + " and was registered with "
                    + plan.keyAttributes() + ": objects would get the keys of other items. Correct the registration.");
        }
        // What DynamoDB knows as an attribute definition is a key of the table or of an index.
        table.attributeDefinitions().stream()
                .map(definition -> definition.attributeName())
                .filter(plan.offloaded()::contains)
                .sorted()
                .forEach(name -> found.add("The attribute '" + name + "' of table '" + plan.name()
                        + "' is a key of an index, and cannot be S3-backed: the index would hold references. Take it"
                        + " out of the registration, or remove the index."));
        return found;
    }

    private static List<String> keyOf(TableDescription table) {
        return Stream.of(KeyType.HASH, KeyType.RANGE)
                .flatMap(type -> table.keySchema().stream().filter(key -> key.keyType() == type))
                .map(KeySchemaElement::attributeName)
                .toList();
    }

    /** Whether a replica may bring back a reference that was replaced. */
    static boolean isReplicated(TableDescription table) {
        // The first version of global tables does not list its replicas.
        return (!table.replicas().isEmpty() || table.globalTableVersion() != null)
                && table.multiRegionConsistency() != MultiRegionConsistency.STRONG;
    }
}
