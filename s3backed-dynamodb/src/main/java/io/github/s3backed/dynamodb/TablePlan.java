package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyPart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A registered table, and what is done with its items. Immutable. */
final class TablePlan {

    private final S3BackedTable table;
    private final Map<String, AttributePlan> attributes;

    TablePlan(S3BackedTable table, Map<String, AttributePlan> attributes) {
        this.table = table;
        this.attributes = Map.copyOf(attributes);
    }

    S3BackedTable table() {
        return table;
    }

    String name() {
        return table.name();
    }

    Set<String> offloaded() {
        return attributes.keySet();
    }

    AttributePlan attribute(String name) {
        return attributes.get(name);
    }

    Collection<AttributePlan> attributes() {
        return attributes.values();
    }

    List<String> keyAttributes() {
        return table.sortKey().map(sort -> List.of(table.partitionKey(), sort)).orElse(List.of(table.partitionKey()));
    }

    /** Whether this client removes objects of any attribute, or leaves all to the sweeper. */
    boolean removesObjects() {
        return attributes.values().stream().anyMatch(AttributePlan::removesObjects);
    }

    /** The primary key in an item, or in a map that holds it. */
    Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String name : keyAttributes()) {
            AttributeValue value = item.get(name);
            if (value == null) {
                throw new RefusedRequestException(
                        "An item of table '" + name() + "' lacks its key attribute '" + name
                                + "', without which its objects have no keys. Nothing was sent or stored; if the"
                                + " table's key is another, correct its registration.",
                        null);
            }
            key.put(name, value);
        }
        return key;
    }

    /** Which item a primary key stands for: equal also where numbers are written in different ways. */
    ItemId idOf(Map<String, AttributeValue> key) {
        return new ItemId(
                name(),
                part(table.partitionKey(), key),
                table.sortKey().map(sort -> part(sort, key)).orElse(null));
    }

    /** What a key template needs to know of an attribute of the item with a primary key. */
    KeyContext context(Map<String, AttributeValue> key, String attribute) {
        return context(table.logicalName(), key, attribute);
    }

    /** The same, and what former logical names of the table make of it. */
    List<KeyContext> contexts(Map<String, AttributeValue> key, String attribute) {
        List<KeyContext> contexts = new ArrayList<>(List.of(context(key, attribute)));
        table.formerLogicalNames().forEach(name -> contexts.add(context(name, key, attribute)));
        return contexts;
    }

    private KeyContext context(String logicalName, Map<String, AttributeValue> key, String attribute) {
        KeyContext.Builder context = KeyContext.builder()
                .table(logicalName)
                .partitionKey(part(table.partitionKey(), key))
                .attribute(attribute);
        table.sortKey().ifPresent(sort -> context.sortKey(part(sort, key)));
        return context.build();
    }

    private KeyPart part(String name, Map<String, AttributeValue> key) {
        AttributeValue value = key.get(name);
        if (value.s() != null) {
            return KeyPart.string(value.s());
        }
        if (value.n() != null) {
            return KeyPart.number(new BigDecimal(value.n()));
        }
        if (value.b() != null) {
            return KeyPart.binary(value.b().asByteArrayUnsafe());
        }
        throw new RefusedRequestException(
                "The key attribute '" + name + "' of table '" + name() + "' is of type " + value.type()
                        + ", and a key is of type S, N or B. Nothing was sent or stored.",
                null);
    }

    /** The references that an image of an item holds. */
    List<Held> references(Map<String, AttributeValue> image, Map<String, AttributeValue> key) {
        List<Held> held = new ArrayList<>();
        attributes.forEach((name, attribute) -> {
            AttributeValue stored = image.get(name);
            if (stored != null) {
                attribute
                        .reference(stored)
                        .ifPresent(
                                reference -> held.add(new Held(idOf(key), attribute, context(key, name), reference)));
            }
        });
        return held;
    }
}
