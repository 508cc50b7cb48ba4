package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyEncoding;
import java.util.Optional;

/**
 * A table that refers, or will refer, to objects of a store, as the store's registry names it (FORMAT.md, "What a store says
 * of itself"). Clients enter a table before their first upload for it.
 *
 * @param account the account's 12 digits, or {@value #UNKNOWN} where a client was not told
 * @param region such as {@code eu-central-1}, or {@value #UNKNOWN}
 * @param name the table's name, as requests name it
 * @param logicalName the name that stands for {@code {table}} in objects' keys
 */
public record RegisteredTable(String account, String region, String name, String logicalName) {

    /** What the keys of all objects begin with that a store keeps about itself. No payload's key does. */
    public static final String REGISTRY = "s3backed/.registry/";

    /** What the keys of entries begin with. */
    public static final String TABLES = REGISTRY + "tables/";

    /** Stands for an account or a region that a client was not told. */
    public static final String UNKNOWN = TableFacts.UNKNOWN;

    private static final int LEVELS = 4;

    /** The key of the entry. */
    public String key() {
        return TABLES + account + "/" + region + "/" + KeyEncoding.encode(name) + "/" + KeyEncoding.encode(logicalName);
    }

    /** Reads what {@link #key} made; empty if {@code key} is no entry's. */
    public static Optional<RegisteredTable> parse(String key) {
        if (!key.startsWith(TABLES)) {
            return Optional.empty();
        }
        String[] levels = key.substring(TABLES.length()).split("/", -1);
        try {
            return levels.length != LEVELS
                    ? Optional.empty()
                    : Optional.of(new RegisteredTable(
                            levels[0], levels[1], KeyEncoding.decode(levels[2]), KeyEncoding.decode(levels[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
