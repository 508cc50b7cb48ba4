package io.github.s3backed.dynamodb;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of one row: up to three, {@code a}, {@code b} and {@code c}, that no other row has. */
record MatrixItems(String table, String row) {

    String id(String name) {
        return row + "-" + name;
    }

    String nameOf(String id) {
        return id.substring(row.length() + 1);
    }

    Map<String, AttributeValue> key(String name) {
        return Map.of("id", s(id(name)));
    }

    Map<String, AttributeValue> old(String name) {
        return Map.of("id", s(id(name)), "body", s("old body of " + id(name)), "image", b((byte) 1), "n", s("0"));
    }

    Map<String, AttributeValue> changed(String name) {
        return Map.of("id", s(id(name)), "body", newBody(name), "image", b((byte) 2), "n", s("1"));
    }

    AttributeValue newBody(String name) {
        return s("new body of " + id(name));
    }

    static Map<String, AttributeValue> without(Map<String, AttributeValue> item, String attribute) {
        Map<String, AttributeValue> less = new HashMap<>(item);
        less.remove(attribute);
        return less;
    }

    static Map<String, AttributeValue> with(Map<String, AttributeValue> item, String attribute, AttributeValue value) {
        Map<String, AttributeValue> more = new HashMap<>(item);
        more.put(attribute, value);
        return more;
    }

    static AttributeValue s(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue b(byte... value) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }
}
