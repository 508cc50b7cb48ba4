package io.github.s3backed.core;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about the place of a payload when its key is built: table, primary key, attribute, epoch. A template
 * uses what it names; what it names must be there. Immutable.
 */
public final class KeyContext {

    private static final KeyContext EMPTY = builder().build();

    private final Map<Placeholder, String> values;

    private KeyContext(Map<Placeholder, String> values) {
        this.values = values;
    }

    /** A context that knows nothing. */
    public static KeyContext empty() {
        return EMPTY;
    }

    /** A builder that knows nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The encoded value that stands for a placeholder; empty where it is not known. */
    Optional<String> encoded(Placeholder placeholder) {
        return Optional.ofNullable(values.get(placeholder));
    }

    /** Collects what is known. Not thread-safe. */
    public static final class Builder {

        private final Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);

        private Builder() {}

        /** The table's logical name, which survives a restore under another name. */
        public Builder table(String logicalName) {
            values.put(Placeholder.TABLE, KeyEncoding.encode(notEmpty(logicalName, "table")));
            return this;
        }

        /** The item's partition key. */
        public Builder partitionKey(KeyPart value) {
            values.put(Placeholder.PARTITION_KEY, value.encoded());
            return this;
        }

        /** The item's sort key; not called for a table that has none. */
        public Builder sortKey(KeyPart value) {
            values.put(Placeholder.SORT_KEY, value.encoded());
            return this;
        }

        /** The name of the attribute in the item. */
        public Builder attribute(String name) {
            values.put(Placeholder.ATTRIBUTE, KeyEncoding.encode(notEmpty(name, "attribute")));
            return this;
        }

        /**
         * When the current epoch began, by the store's clock, in whole seconds.
         *
         * @throws IllegalArgumentException if that is before 1970 or takes more than 10 digits
         */
        public Builder epoch(Instant start) {
            String seconds = String.format(Locale.ROOT, "%010d", start.getEpochSecond());
            if (!seconds.matches(Placeholder.EPOCH.pattern())) {
                throw new IllegalArgumentException("An epoch is 10 digits of seconds since 1970, but was: " + seconds);
            }
            values.put(Placeholder.EPOCH, seconds);
            return this;
        }

        /** The context as collected so far; the item's hash is derived from table and keys where both are known. */
        public KeyContext build() {
            Map<Placeholder, String> known = new EnumMap<>(Placeholder.class);
            known.putAll(values);
            if (known.containsKey(Placeholder.TABLE) && known.containsKey(Placeholder.PARTITION_KEY)) {
                known.put(Placeholder.ITEM, itemHash(known));
            }
            return new KeyContext(known);
        }

        // Injective before it is hashed: '/' is in no encoded value. The hash is short because S3 keys count towards
        // the item's size, and 128 bits because an item's key must not be made to match another's.
        private static String itemHash(Map<Placeholder, String> known) {
            String item = known.get(Placeholder.TABLE) + "/" + known.get(Placeholder.PARTITION_KEY) + "/"
                    + known.getOrDefault(Placeholder.SORT_KEY, "");
            byte[] digest = Fingerprint.sha256().digest(Utf8.encode(item, "An item's key"));
            return Fingerprint.of(digest).hex().substring(0, Placeholder.ITEM.length());
        }

        private static String notEmpty(String name, String what) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("The name of the " + what + " is empty.");
            }
            return name;
        }
    }
}
