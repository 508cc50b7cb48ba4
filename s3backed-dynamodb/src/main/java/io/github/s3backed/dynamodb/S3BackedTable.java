package io.github.s3backed.dynamodb;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table with S3-backed attributes. Immutable. */
public final class S3BackedTable {

    private final String name;
    private final String logicalName;
    private final List<String> formerLogicalNames;
    private final String partitionKey;
    private final @Nullable String sortKey;
    private final Map<String, S3BackedAttribute> attributes;
    private final NativeValues nativeValues;
    private final @Nullable Boolean globalTable;
    private final boolean expiryHandled;

    private S3BackedTable(Builder builder, String partitionKey) {
        this.name = builder.name;
        this.logicalName = builder.logicalName;
        this.formerLogicalNames = builder.formerLogicalNames;
        this.partitionKey = partitionKey;
        this.sortKey = builder.sortKey;
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.attributes));
        this.nativeValues = builder.nativeValues;
        this.globalTable = builder.globalTable;
        this.expiryHandled = builder.expiryHandled;
    }

    /**
     * A builder.
     *
     * @param name the table's name, as requests name it; not an ARN
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The table's name. */
    public String name() {
        return name;
    }

    /** The name in objects' keys. */
    public String logicalName() {
        return logicalName;
    }

    /** Names that were in objects' keys before. Cannot be changed. */
    public List<String> formerLogicalNames() {
        return formerLogicalNames;
    }

    /** The name of the partition key. */
    public String partitionKey() {
        return partitionKey;
    }

    /** The name of the sort key; empty if the table has none. */
    public Optional<String> sortKey() {
        return Optional.ofNullable(sortKey);
    }

    /** The S3-backed attributes by name, in the order in which they were added. Cannot be changed. */
    public Map<String, S3BackedAttribute> attributes() {
        return attributes;
    }

    /** What is done with values that DynamoDB holds as they are. */
    public NativeValues nativeValues() {
        return nativeValues;
    }

    /** Whether the table has replicas; empty where DescribeTable is to tell. */
    Optional<Boolean> globalTable() {
        return Optional.ofNullable(globalTable);
    }

    /** Whether somebody sees to the objects of items that expire. */
    boolean expiryHandled() {
        return expiryHandled;
    }

    /** Collects what is known of a table. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Map<String, S3BackedAttribute> attributes = new LinkedHashMap<>();
        private String logicalName;
        private List<String> formerLogicalNames = List.of();
        private @Nullable String partitionKey;
        private @Nullable String sortKey;
        private NativeValues nativeValues = NativeValues.REFUSE;
        private @Nullable Boolean globalTable;
        private boolean expiryHandled;

        private Builder(String name) {
            if (name.isEmpty() || name.contains("/")) {
                throw new IllegalArgumentException(
                        "A table is registered by its name, not by an ARN, but this was: " + name);
            }
            this.name = name;
            this.logicalName = name;
        }

        /**
         * The name that stands for {@code {table}} in objects' keys; the table's own by default. No two tables that exist at
         * the same time may have one: each would take the other's objects for its own, and remove them.
         */
        public Builder logicalName(String logicalName) {
            this.logicalName = Objects.requireNonNull(logicalName, "logicalName");
            return this;
        }

        /**
         * Names that stood for {@code {table}} in keys of this table's references: that of the table it was restored from,
         * say. Such references are read, and their objects are never removed at once, because that table may hold them still.
         */
        public Builder formerLogicalNames(String... names) {
            this.formerLogicalNames = List.of(names);
            return this;
        }

        /** The name of the partition key. Required. */
        public Builder partitionKey(String attribute) {
            this.partitionKey = Objects.requireNonNull(attribute, "attribute");
            return this;
        }

        /** The name of the sort key, if the table has one. */
        public Builder sortKey(String attribute) {
            this.sortKey = Objects.requireNonNull(attribute, "attribute");
            return this;
        }

        /**
         * Adds an S3-backed attribute.
         *
         * @throws IllegalArgumentException if there is one of that name
         */
        public Builder attribute(S3BackedAttribute attribute) {
            if (attributes.putIfAbsent(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException(
                        "The attribute '" + attribute.name() + "' of table '" + name + "' is given twice.");
            }
            return this;
        }

        /** What is done with values that DynamoDB holds as they are; they are refused by default. */
        public Builder nativeValues(NativeValues policy) {
            this.nativeValues = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Whether the table has replicas in other regions, which may bring back a reference that was replaced: nothing that a
         * write replaced is then removed at once. If not given, DescribeTable is asked; where that is not permitted either,
         * the table is taken for one.
         */
        public Builder globalTable(boolean replicated) {
            this.globalTable = replicated;
            return this;
        }

        /**
         * Whether somebody sees to the objects of items that expire by DynamoDB's Time to Live, such as a handler on the
         * table's stream; false by default. It changes what {@link S3BackedDynamoDb#check} reports, and nothing else.
         */
        public Builder expiryHandled(boolean handled) {
            this.expiryHandled = handled;
            return this;
        }

        /**
         * The table.
         *
         * @throws IllegalArgumentException if the partition key is missing, there is no attribute, or a key is one
         */
        public S3BackedTable build() {
            if (partitionKey == null) {
                throw new IllegalArgumentException("Table '" + name + "' needs the name of its partition key.");
            }
            requireNoKey(partitionKey);
            requireNoKey(sortKey);
            return new S3BackedTable(this, partitionKey);
        }

        private void requireNoKey(@Nullable String key) {
            if (key != null && attributes.containsKey(key)) {
                throw new IllegalArgumentException(
                        "The attribute '" + key + "' of table '" + name
                                + "' is a key, and cannot be S3-backed: DynamoDB would look for the reference in place of the value.");
            }
        }
    }
}
