package io.github.s3backed.core;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an object's key says, read by the template that built it. Immutable. */
public final class ParsedKey {

    private static final Set<Placeholder> PLACE = Set.of(
            Placeholder.TABLE,
            Placeholder.ITEM,
            Placeholder.PARTITION_KEY,
            Placeholder.SORT_KEY,
            Placeholder.ATTRIBUTE);

    private final Map<Placeholder, String> values;

    ParsedKey(Map<Placeholder, String> values) {
        this.values = values;
    }

    /** The fingerprint of the payload that the object must hold. */
    public Fingerprint fingerprint() {
        return new Fingerprint(values.get(Placeholder.FINGERPRINT));
    }

    /** The attempt that wrote the object; empty under a shared template. */
    public Optional<String> writeId() {
        return Optional.ofNullable(values.get(Placeholder.WRITE_ID));
    }

    /** The logical name of the table, as the key says it; empty where it does not. */
    public Optional<String> table() {
        return Optional.ofNullable(values.get(Placeholder.TABLE)).map(KeyEncoding::decode);
    }

    /** What stands in the key for a placeholder, encoded as it is there; empty if the template has none. */
    public Optional<String> encoded(Placeholder placeholder) {
        return Optional.ofNullable(values.get(placeholder));
    }

    /**
     * Whether the key belongs to {@code context}: whatever it says of table, item, keys and attribute is true there. A
     * key that says nothing of them belongs everywhere.
     */
    public boolean belongsTo(KeyContext context) {
        return PLACE.stream()
                .filter(values::containsKey)
                .allMatch(p -> context.encoded(p).filter(values.get(p)::equals).isPresent());
    }
}
