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
        byName.merge(table.name(), table, merge);
    }

    /** The registered table that a request names; null if it names another. */
    @Nullable
    TablePlan find(@Nullable String name) {
        return name == null ? null : byName.get(nameIn(name));
    }

    /** All of them, as of now. */
    Collection<TablePlan> all() {
        return List.copyOf(byName.values());
    }

    /** Requests may name a table by its ARN, {@code arn:aws:dynamodb:region:account:table/name}. */
    private static String nameIn(String nameOrArn) {
        int slash = nameOrArn.indexOf("table/");
        if (!nameOrArn.startsWith("arn:") || slash < 0) {
            return nameOrArn;
        }
        String name = nameOrArn.substring(slash + "table/".length());
        int end = name.indexOf('/');
        return end < 0 ? name : name.substring(0, end);
    }

    /** A registered table whose name occurs in a statement, anywhere: rather one too many than one too few. */
    Optional<String> registeredIn(@Nullable String statement) {
        return statement == null
                ? Optional.empty()
                : byName.keySet().stream().filter(statement::contains).sorted().findFirst();
    }
}
