package io.github.s3backed.dynamodb;

import java.util.Objects;

/** Two registrations of one table as one: types of items that share a table have different attributes. */
final class RegistrationMerge {

    private RegistrationMerge() {}

    /**
     * The union.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    static S3BackedTable of(S3BackedTable one, S3BackedTable other) {
        requireSame(one, "partition key", one.partitionKey(), other.partitionKey());
        requireSame(one, "sort key", one.sortKey(), other.sortKey());
        requireSame(one, "logical name", one.logicalName(), other.logicalName());
        requireSame(one, "list of former logical names", one.formerLogicalNames(), other.formerLogicalNames());
        requireSame(one, "policy for native values", one.nativeValues(), other.nativeValues());
        requireSame(one, "globalTable", one.globalTable(), other.globalTable());
        S3BackedTable.Builder union = S3BackedTable.builder(one.name())
                .logicalName(one.logicalName())
                .formerLogicalNames(one.formerLogicalNames().toArray(String[]::new))
                .partitionKey(one.partitionKey())
                .expiryHandled(one.expiryHandled() || other.expiryHandled())
                .nativeValues(one.nativeValues());
        one.sortKey().ifPresent(union::sortKey);
        one.globalTable().ifPresent(union::globalTable);
        one.attributes().values().forEach(union::attribute);
        other.attributes().forEach((name, attribute) -> {
            S3BackedAttribute known = one.attributes().get(name);
            if (known == null) {
                union.attribute(attribute);
            } else if (!known.agreesWith(attribute)) {
                throw new IllegalArgumentException("The attribute '" + name + "' of table '" + one.name()
                        + "' is registered twice with different settings: serializer, Java type, store, templates,"
                        + " compressor and threshold must be the same, since nothing in an item tells which to use.");
            }
        });
        return union.build();
    }

    private static void requireSame(S3BackedTable table, String what, Object one, Object other) {
        if (!Objects.equals(one, other)) {
            throw new IllegalArgumentException("Table '" + table.name() + "' is registered twice with a different "
                    + what + ": " + one + " and " + other + ".");
        }
    }
}
