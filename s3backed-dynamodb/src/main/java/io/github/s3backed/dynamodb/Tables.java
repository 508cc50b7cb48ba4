package io.github.s3backed.dynamodb;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** The registered tables. Safe for use by many threads. */
final class Tables {

    private final ConcurrentMap<String, TablePlan> byName = new ConcurrentHashMap<>();

    /** Adds a table; {@code merge} says what becomes of one that is registered already. */
    void add(TablePlan table, BinaryOperator<TablePlan> merge) {
        String logicalName = table.table().logicalName();
        byName.values().stream()
                .filter(other -> other.table().logicalName().equals(logicalName)
                        && !other.name().equals(table.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalArgumentException("The tables '" + other.name() + "' and '" + table.name()
                            + "' have one logical name, '" + logicalName
                            + "': each would take the other's objects for its"
                            + " own, and remove them. Give the restored one a name of its own, and formerLogicalNames(\""
                            + logicalName + "\").");
                });
        byName.merge(table.name(), table, merge);
    }

    /**
     * The registered table that a request names; null if it names another.
     *
     * @throws RefusedRequestException if it names a registered table's name by an ARN, which may be in another account
     */
    @Nullable
    TablePlan find(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String ofArn = nameInArn(name);
        if (ofArn != null && byName.containsKey(ofArn)) {
            throw new RefusedRequestException(
                    "The request names '" + ofArn
                            + "', a table with S3-backed attributes, by an ARN, which may be another"
                            + " account's. Nothing was sent or stored; name it by its name, with a client of its account and"
                            + " region.",
                    null);
        }
        return byName.get(name);
    }

    /** All of them, as of now. */
    Collection<TablePlan> all() {
        return List.copyOf(byName.values());
    }

    /** {@code arn:aws:dynamodb:region:account:table/name}; null if it is none. */
    private static @Nullable String nameInArn(String name) {
        int slash = name.indexOf("table/");
        if (!name.startsWith("arn:") || slash < 0) {
            return null;
        }
        String rest = name.substring(slash + "table/".length());
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }

    /** A registered table whose name occurs in a statement, anywhere: rather one too many than one too few. */
    Optional<String> registeredIn(@Nullable String statement) {
        return statement == null
                ? Optional.empty()
                : byName.keySet().stream().filter(statement::contains).sorted().findFirst();
    }
}
