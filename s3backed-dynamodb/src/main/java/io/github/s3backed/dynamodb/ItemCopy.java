package io.github.s3backed.dynamodb;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item that is to be copied or moved to another primary key or table, its payloads within the store: see {@link
 * S3BackedDynamoDb#copyItem(software.amazon.awssdk.services.dynamodb.DynamoDbClient, ItemCopy)}. Immutable.
 */
public final class ItemCopy {

    private final String fromTable;
    private final Map<String, AttributeValue> fromKey;
    private final String toTable;
    private final Map<String, AttributeValue> toKey;
    private final boolean replaceExisting;

    private ItemCopy(Builder builder, String toTable, Map<String, AttributeValue> toKey) {
        this.fromTable = builder.fromTable;
        this.fromKey = builder.fromKey;
        this.toTable = toTable;
        this.toKey = toKey;
        this.replaceExisting = builder.replaceExisting;
    }

    /**
     * Begins with the item to copy.
     *
     * @param table its name
     * @param key its primary key
     */
    public static Builder from(String table, Map<String, AttributeValue> key) {
        return new Builder(table, key);
    }

    String fromTable() {
        return fromTable;
    }

    Map<String, AttributeValue> fromKey() {
        return fromKey;
    }

    String toTable() {
        return toTable;
    }

    Map<String, AttributeValue> toKey() {
        return toKey;
    }

    boolean replaceExisting() {
        return replaceExisting;
    }

    /** Collects what is said of a copy. Not thread-safe. */
    public static final class Builder {

        private final String fromTable;
        private final Map<String, AttributeValue> fromKey;
        private @Nullable String toTable;
        private @Nullable Map<String, AttributeValue> toKey;
        private boolean replaceExisting;

        private Builder(String table, Map<String, AttributeValue> key) {
            this.fromTable = Objects.requireNonNull(table, "table");
            this.fromKey = Map.copyOf(key);
        }

        /**
         * Where the item goes. Required. Key attributes take the place of attributes of the same name; all others stay.
         *
         * @param table its name, perhaps the same
         * @param key the new primary key
         */
        public Builder to(String table, Map<String, AttributeValue> key) {
            this.toTable = Objects.requireNonNull(table, "table");
            this.toKey = Map.copyOf(key);
            return this;
        }

        /** Whether an item that has the new primary key is replaced; if not, which is the default, it makes the copy fail. */
        public Builder replaceExisting(boolean replace) {
            this.replaceExisting = replace;
            return this;
        }

        /**
         * The copy.
         *
         * @throws IllegalArgumentException if it is not said where the item goes, or that is where it is
         */
        public ItemCopy build() {
            if (toTable == null || toKey == null) {
                throw new IllegalArgumentException("A copy of an item needs to(table, key).");
            }
            if (toTable.equals(fromTable) && toKey.equals(fromKey)) {
                throw new IllegalArgumentException("An item of table '" + toTable + "' cannot be copied onto itself.");
            }
            return new ItemCopy(this, toTable, toKey);
        }
    }
}
